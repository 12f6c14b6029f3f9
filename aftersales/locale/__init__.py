"""From message keys to sentences, in Simplified Chinese and English.

The catalogs are gettext files, one a subject (`zh/<subject>.po`), read at the first use; English
is the source text itself.
"""

from aftersales.locale.catalog import LANGUAGES, Language, translate
from aftersales.locale.sentences import cited, explain, format_value, sentence

__all__ = ["LANGUAGES", "Language", "cited", "explain", "format_value", "sentence", "translate"]
