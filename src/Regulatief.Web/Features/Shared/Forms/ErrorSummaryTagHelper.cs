using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Web.Features.Shared.Forms;

/// <summary>All that is wrong with the form, above it, each with a link to its field. Nothing when all is well.</summary>
[HtmlTargetElement("rg-error-summary", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ErrorSummaryTagHelper(Texts texts) : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        // In the order of the form, which the model follows; model state keeps the order in which things went wrong.
        var order = ViewContext.ViewData.ModelMetadata.Properties.Index().ToDictionary(property => property.Item.Name!, property => property.Index);
        var errors = ViewContext.ModelState
            .Where(entry => entry.Value?.ValidationState == ModelValidationState.Invalid)
            .SelectMany(entry => entry.Value!.Errors.Select(error => (Name: entry.Key, Message: error.ErrorMessage)))
            .Where(error => error.Message.Length > 0)
            .OrderBy(error => order.GetValueOrDefault(error.Name.Split('.', '[')[0], -1))
            .ToList();
        if (errors.Count == 0)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "error-summary");
        output.Attributes.SetAttribute("role", "alert");
        output.Attributes.SetAttribute("tabindex", "-1");
        output.Attributes.SetAttribute("data-module", "error-summary");

        var title = FieldTagHelper.Element("h2", "error-summary__title");
        title.InnerHtml.Append(texts.Count("Form.ErrorSummary", errors.Count));
        var list = FieldTagHelper.Element("ul", "error-summary__list");
        foreach (var (name, message) in errors)
            list.InnerHtml.AppendHtml(Line(name, message));
        output.Content.AppendHtml(title).AppendHtml(list);
    }

    private TagBuilder Line(string name, string message)
    {
        var line = new TagBuilder("li");
        if (name.Length == 0)
        {
            line.InnerHtml.Append(message);
            return line;
        }

        var link = FieldTagHelper.Element("a", "nl-link");
        link.MergeAttribute("href", $"#{FieldTagHelper.IdOf(name)}");
        link.InnerHtml.AppendHtml(new Question(FieldTagHelper.QuestionsOf(ViewContext.HttpContext), name)).Append(message);
        line.InnerHtml.AppendHtml(link);
        return line;
    }

    /// <summary>What the field asks, before what is wrong with it. Written last: the fields below the summary say then what they ask.</summary>
    private sealed class Question(IDictionary<string, string> questions, string name) : IHtmlContent
    {
        public void WriteTo(TextWriter writer, HtmlEncoder encoder)
        {
            if (questions.TryGetValue(name, out var question)) writer.Write(encoder.Encode($"{question.TrimEnd('?', ':')}: "));
        }
    }
}
