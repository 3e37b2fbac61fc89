"""What comes before the prices: the region, by postcode or from the list, and the product."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from daybook.apps.prices import domain, queries
from daybook.apps.prices.errors import UnknownPostcode
from daybook.apps.prices.forms import PostcodeForm, ProductForm, RegionForm
from daybook.apps.prices.views import choice
from daybook.core.limits import asker_of
from daybook.lib.errors import Unavailable

SAMPLE_REGION = "C"  # sample prices are the same everywhere


@require_safe
def region(request: HttpRequest) -> HttpResponse:
    """Ask for a postcode and go on to its region's prices; the list is the way out."""
    asked = choice.asked(request)
    if "postcode" not in request.GET:
        return region_page(request, PostcodeForm())
    form = PostcodeForm(request.GET)
    if not form.is_valid():
        return region_page(request, form, status=422)
    postcode = form.cleaned_data["postcode"]
    try:
        found = queries.regions_of_postcode(
            postcode=postcode, now=timezone.now(), asker=asker_of(request)
        )
    except UnknownPostcode as error:
        form.add_error("postcode", error.message)
        return region_page(request, form, status=422)
    except Unavailable as error:
        return region_page(request, form, trouble=error.message, status=503)
    if len(found) == 1:
        return redirect(choice.address(asked, region=found[0].letter))
    return region_page(request, form, found=found)


def region_page(
    request: HttpRequest,
    form: PostcodeForm,
    *,
    found: tuple[domain.Region, ...] = (),
    trouble: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page that finds the region; ``found`` are several to choose from."""
    asked = choice.asked(request)
    context = {
        "form": form,
        "regions": RegionForm(initial={"region": asked.get("region")}),
        "found": [(r, choice.address(asked, region=r.letter)) for r in found],
        "trouble": trouble,
        "sample_url": choice.address(asked, region=SAMPLE_REGION, sample="1"),
    }
    return render(request, "prices/region.html", context, status=status)


@require_safe
def product(request: HttpRequest) -> HttpResponse:
    """Choose one of the products on sale, or type the code of an older one."""
    if "code" not in request.GET:
        return product_page(request, ProductForm())
    form = ProductForm(request.GET)
    if not form.is_valid():
        return product_page(request, form, status=422)
    asked = choice.asked(request)
    return redirect(choice.address(asked, product=form.cleaned_data["code"]))


def product_page(
    request: HttpRequest, form: ProductForm, *, trouble: str = "", status: int = 200
) -> HttpResponse:
    """The list of the products on sale, newest first, and the way to an older one."""
    asked = choice.asked(request)
    now, asker = timezone.now(), asker_of(request)
    try:
        found = queries.products(now=now, asker=asker).products
        exports = queries.export_products(now=now, asker=asker).products
    except Unavailable as error:
        found, exports, trouble = (), (), trouble or error.message
    context = {
        "form": form,
        "found": [(p, choice.address(asked, product=p.code)) for p in found],
        "exports": [(p, choice.address(asked, export=p.code)) for p in exports],
        "no_export_url": choice.address(asked, export="") if asked.get("export") else "",
        "current_export": asked.get("export", ""),
        "region": asked.get("region", ""),
        "trouble": trouble,
        "sample_url": choice.address(asked, product="", sample="1"),
        "current": asked.get("product", ""),
    }
    return render(request, "prices/product.html", context, status=status)
