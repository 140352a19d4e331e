"""Does a page claim a government's word on a host that is none of its? (handbook §2.1, §3.4)"""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

_CODE = re.compile(r"(?:bm\d{8}|[A-Z]{0,4}\d{10})", re.IGNORECASE)
_ADDRESS = re.compile(r"[\d.]+|.*:.*")
_GOVERNMENT = re.compile(r"政府(?:门户)?网|人民政府|中国政府网|委员会官网|政府办公")
# First two digits of a 网站标识码 are those of GB/T 2260, the label before .gov.cn names the same province.
_PROVINCES = {
    label: code
    for code, labels in {
        "11": "beijing bj", "12": "tj", "13": "hebei", "14": "shanxi", "15": "nmg", "21": "ln", "22": "jl", "23": "hlj",
        "31": "sh shanghai", "32": "jiangsu js", "33": "zj", "34": "ah", "35": "fujian fj", "36": "jiangxi jx",
        "37": "shandong sd", "41": "henan", "42": "hubei", "43": "hunan", "44": "gd gz sz foshan dg",
        "45": "gxzf", "46": "hainan", "50": "cq", "51": "sc chengdu", "52": "guizhou",
        "53": "yn", "54": "xizang", "61": "shaanxi", "62": "gansu", "63": "qinghai", "64": "nx", "65": "xinjiang",
    }.items()
    for label in labels.split()
}  # fmt: skip


def mirror_signal(metas: Mapping[str, str], url: str | None) -> str | None:
    """The words that betray a copy: a site code or a government's name on another host, or a code of another province.

    Hosts without a public name (an address, localhost) are not judged, nor is a page whose host is unknown.
    """
    host = _host(url)
    if host is None:
        return None
    code = metas.get("siteidcode", "").strip()
    labels = host.split(".")
    if host.endswith(".gov.cn") or host == "gov.cn":
        home = next((_PROVINCES[label] for label in reversed(labels[:-2]) if label in _PROVINCES), None)
        if home is not None and _CODE.fullmatch(code) and code[:2].isdigit() and code[:2] != home:
            return f"SiteIDCode: {code}"
        return None
    if _CODE.fullmatch(code):
        return f"SiteIDCode: {code}"
    for name in ("sitename", "contentsource"):
        if _GOVERNMENT.search(metas.get(name, "")):
            return f"{name}: {metas[name]}"[:80]
    return None


def _host(url: str | None) -> str | None:
    try:
        host = (urlsplit(url or "").hostname or "").rstrip(".").lower()
    except ValueError:
        return None
    return host if "." in host and not _ADDRESS.fullmatch(host) else None
