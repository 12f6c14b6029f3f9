"""The words that rules, tables and screens share. Labels stand in `aftersales.locale.labels`."""

from enum import StrEnum


class Channel(StrEnum):
    """How a request reached us (register of calls and letters, 4(9))."""

    HOTLINE = "hotline"
    WEBSITE = "website"
    MAIL = "mail"
    LETTER = "letter"
    VISIT = "visit"
    OFFICE = "office"


class Kind(StrEnum):
    """What is asked for. Only kinds that need a visit have an arrival deadline and the report gate."""

    REPAIR = "repair"
    MAINTENANCE = "maintenance"
    INSPECTION = "inspection"
    INQUIRY = "inquiry"
    SUGGESTION = "suggestion"
    RETURN = "return"  # a product comes back: has a workflow of its own (5.1(4))

    @property
    def needs_visit(self) -> bool:
        return self in (Kind.REPAIR, Kind.MAINTENANCE, Kind.INSPECTION)

    @property
    def is_opinion(self) -> bool:
        """What a customer asks or thinks; goes to the departments it concerns (5.1(3))."""
        return self in (Kind.INQUIRY, Kind.SUGGESTION)


class Severity(StrEnum):
    NORMAL = "normal"
    URGENT = "urgent"
    MAJOR = "major"  # 4(8)
    DANGER = "danger"  # may fall, leaks current: made safe at once


class Cause(StrEnum):
    """Why a sign failed; decides who pays (1.4a, 1.4b, 3(1))."""

    CONSTRUCTION = "construction"
    MATERIAL = "material"
    CUSTOMER_USE = "customer_use"
    THIRD_PARTY = "third_party"
    FORCE_MAJEURE = "force_majeure"
    WEAR = "wear"
    UNKNOWN = "unknown"


class FaultCategory(StrEnum):
    """What is seen to be wrong; recurrence compares it (4(6))."""

    DARK = "dark"
    PARTLY_DARK = "partly_dark"
    FLICKER = "flicker"
    FADED_LIGHT = "faded_light"
    POWER_SUPPLY = "power_supply"
    WATER = "water"
    SEAL_AGED = "seal_aged"
    FACE_DAMAGED = "face_damaged"
    LETTERS_FALLEN = "letters_fallen"
    LOOSE = "loose"
    RUST = "rust"
    LEAKAGE = "leakage"
    MAY_FALL = "may_fall"
    TEXT_CHANGE = "text_change"
    HIT = "hit"
    SCREEN = "screen"
    OTHER = "other"

    @property
    def is_danger(self) -> bool:
        return self in (FaultCategory.LEAKAGE, FaultCategory.MAY_FALL)


class Charge(StrEnum):
    FREE = "free"
    AT_COST = "at_cost"
    PAID = "paid"
    UNDECIDED = "undecided"


class CostKind(StrEnum):
    """What a line of the price list or of the cost report is for."""

    LABOUR = "labour"
    PARTS = "parts"
    LIFT = "lift"
    TRAVEL = "travel"
    OUTSIDE = "outside"


class Remedy(StrEnum):
    REPAIR = "repair"
    REPLACE_SAME = "replace_same"  # 3(1)


class WarrantyStatus(StrEnum):
    IN = "in"
    BEFORE_HANDOVER = "before_handover"  # counts as in warranty
    OUT = "out"
    UNKNOWN = "unknown"

    @property
    def in_warranty(self) -> bool | None:
        if self is WarrantyStatus.UNKNOWN:
            return None
        return self is not WarrantyStatus.OUT


class TermSource(StrEnum):
    """Where a term comes from; what the contract and its tender say comes first (2a)."""

    CONTRACT = "contract"
    TENDER = "tender"
    SIGN = "sign"
    PROJECT = "project"
    RULES = "rules"


class StopReason(StrEnum):
    """Why the arrival clock stands still."""

    CUSTOMER = "customer"  # the customer asked us to wait, or can't be reached or give access
    AGREEMENT = "agreement"  # a supplementary agreement is being negotiated (2b)


class Role(StrEnum):
    HOTLINE = "hotline"
    DISPATCHER = "dispatcher"
    TECHNICIAN = "technician"
    PROJECT_DEPARTMENT = "project_department"
    BUSINESS_DEPARTMENT = "business_department"
    AFTER_SALES_MANAGER = "after_sales_manager"
    DEPARTMENT = "department"  # of one without a role of its own: quality, production, design, purchasing
    OFFICE = "office"
    LEADERSHIP = "leadership"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"  # the command line and the ticker, never a person
