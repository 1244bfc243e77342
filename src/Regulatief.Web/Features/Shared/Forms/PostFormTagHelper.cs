using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Regulatief.Web.Features.Shared.Forms;

/// <summary>
/// Every posting form: the browser's own checks are off, a second click sends nothing, and an idempotency key makes
/// a second sending of the same page harmless, and one antiforgery token: two of them are refused as none is. Of who has
/// more roles it says in which the page was opened: sent in another one it would do something else than they mean.
/// </summary>
[HtmlTargetElement("form", Attributes = "[method=post]")]
public sealed class PostFormTagHelper(IHtmlGenerator generator) : TagHelper
{
    public const string IdempotencyField = "__IdempotencyKey";

    /// <summary>In which role of its owner the page stood, where there are more.</summary>
    public const string RoleField = "__InRole";

    /// <summary>Whether it is the same in whichever role it is sent.</summary>
    public bool InAnyRole { get; set; }

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
        if (!InAnyRole && ViewContext.ViewData["Frame"] is PageFrame { Role: { } role, OtherRoles.Count: > 0 })
        {
            var inRole = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
            inRole.MergeAttribute("type", "hidden");
            inRole.MergeAttribute("name", RoleField);
            inRole.MergeAttribute("value", role.ToString());
            output.PostContent.AppendHtml(inRole);
        }

        output.PostContent.AppendHtml(generator.GenerateAntiforgery(ViewContext));
    }
}
