using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Regulatief.Web.Features.Shared.Forms;

/// <summary>
/// Every posting form: the browser's own checks are off, a second click sends nothing, and an idempotency key makes
/// a second sending of the same page harmless, and one antiforgery token: two of them are refused as none is.
/// </summary>
[HtmlTargetElement("form", Attributes = "[method=post]")]
public sealed class PostFormTagHelper(IHtmlGenerator generator) : TagHelper
{
    public const string IdempotencyField = "__IdempotencyKey";

    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.Attributes.SetAttribute(new TagHelperAttribute("novalidate"));
        if (!output.Attributes.ContainsName("data-module"))
            output.Attributes.SetAttribute("data-module", "form");

        var key = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        key.MergeAttribute("type", "hidden");
        key.MergeAttribute("name", IdempotencyField);
        key.MergeAttribute("value", Guid.CreateVersion7().ToString());
        output.PostContent.AppendHtml(key);
        output.PostContent.AppendHtml(generator.GenerateAntiforgery(ViewContext));
    }
}
