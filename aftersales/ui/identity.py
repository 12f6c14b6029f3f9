"""What the company's identity provider said about this browser's person, where the server's secrets name one."""

from __future__ import annotations

from typing import Any

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError


def has_provider() -> bool:
    """Whether the secrets hold an [auth] section."""
    try:
        return "auth" in st.secrets
    except StreamlitSecretNotFoundError:
        return False


def provider_claims() -> dict[str, Any] | None:
    """The claims, verified by Streamlit, if this browser came back from the provider."""
    if not has_provider() or not getattr(st.user, "is_logged_in", False):
        return None
    return dict(st.user.to_dict())


def leave_provider() -> None:
    """After signing out here, let go of what the provider said too."""
    if provider_claims() is not None:
        st.logout()
