using Microsoft.AspNetCore.Razor.TagHelpers;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Web.Features.Shared.Forms;

/// <summary>A button that sends the form. <c>name</c> and <c>value</c> say which one, when there are several.</summary>
[HtmlTargetElement("rg-submit", TagStructure = TagStructure.WithoutEndTag)]
public sealed class SubmitTagHelper(Texts texts) : TagHelper
{
    public string Key { get; set; } = "Form.Save";

    /// <summary><c>primary</c>: what the page is for, once. <c>secondary</c>, <c>subtle</c>, <c>danger</c>.</summary>
    public string Kind { get; set; } = "primary";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "button";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("type", "submit");
        output.Attributes.SetAttribute("class", Kind switch
        {
            "primary" => "utrecht-button utrecht-button--primary-action",
            "secondary" => "utrecht-button utrecht-button--secondary-action",
            "subtle" => "utrecht-button utrecht-button--subtle",
            "danger" => "utrecht-button utrecht-button--secondary-action utrecht-button--danger",
            _ => throw new InvalidOperationException($"No kind of button '{Kind}'."),
        });
        output.Content.SetContent(texts[Key]);
    }
}
