"""What a report can be about, and the order in which people are offered it.

Only acts against ordinary criminal or public-order law, and grievances about service. There
is no category of opinion, belief, ethnicity or lawful assembly, and none may be added
(promise 6). Codes are stored; the words for them are in ``handlers/texts``.
"""

from enum import StrEnum


class Kind(StrEnum):
    """Which of the two doors a report came through."""

    TIP = "tip"
    GRIEVANCE = "grievance"


class Category(StrEnum):
    """Every category of both kinds; :data:`CATEGORIES` says which kind offers which."""

    DRUGS = "ma_tuy"
    THEFT = "trom_cap"
    ROBBERY = "cuop_giat"
    FRAUD = "lua_dao"
    GAMBLING_LOANSHARK = "co_bac_tin_dung_den"
    TRAFFICKING = "mua_ban_nguoi"
    VIOLENCE = "bao_luc"
    DOMESTIC_VIOLENCE = "bao_luc_gia_dinh"
    CHILD_ABUSE = "xam_hai_tre_em"
    WEAPONS_FIREWORKS = "vu_khi_phao"
    TRAFFIC = "giao_thong"
    ENVIRONMENT = "moi_truong"
    SMUGGLING_FAKES = "buon_lau_hang_gia"
    PROSTITUTION = "mai_dam"
    CORRUPTION = "tham_nhung"
    PUBLIC_ORDER = "gay_roi_trat_tu"
    OTHER_TIP = "khac"

    OFFICER_CONDUCT = "thai_do_can_bo"
    SLOW_PROCEDURE = "cham_thu_tuc"
    LAND_RESIDENCE = "dat_dai_cu_tru"
    NOISE_ORDER = "on_ao_trat_tu"
    MEDIATION = "hoa_giai"
    SUGGESTION = "kien_nghi_gop_y"
    PRAISE = "khen"
    RETALIATION = "bi_tra_thu"
    OTHER_GRIEVANCE = "khac_gop_y"


CATEGORIES: dict[Kind, tuple[Category, ...]] = {
    Kind.TIP: tuple(Category)[: tuple(Category).index(Category.OTHER_TIP) + 1],
    Kind.GRIEVANCE: tuple(Category)[tuple(Category).index(Category.OFFICER_CONDUCT) :],
}

PER_SCREEN = 6
"""How many categories one screen shows: a small phone holds two rows more."""
