"""XML parts parsed so that no entity, DTD or network address is ever followed."""

from lxml import etree

from luoshi.core.errors import Invalid


def parse(content: bytes) -> etree._Element:
    """The root element of an XML part.

    Raises: Invalid ``damaged-file`` when it is not well formed, nests deeper than libxml2
    allows, or holds a text node above libxml2's 10 MB; ``dtd-forbidden`` when it has a DTD.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise Invalid("damaged-file") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Invalid("dtd-forbidden")
    return root


def local(element: etree._Element) -> str:
    """The tag without its namespace; empty for anything that is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str | None:
    """An attribute by its local name, in whatever namespace it stands."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None
