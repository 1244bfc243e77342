using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Web.Features.Shared.Forms;

/// <summary>All that is wrong with the form, above it, in the order of the page, each with what its field asks and a link to it. Nothing when all is well.</summary>
[HtmlTargetElement("rg-error-summary", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ErrorSummaryTagHelper(Texts texts) : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var errors = ViewContext.ModelState
            .Where(entry => entry.Value?.ValidationState == ModelValidationState.Invalid)
            .SelectMany(entry => entry.Value!.Errors.Select(error => new FieldError(entry.Key, error.ErrorMessage)))
            .Where(error => error.Message.Length > 0)
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
        output.Content.AppendHtml(title).AppendHtml(new ErrorList(errors, FieldTagHelper.QuestionsOf(ViewContext.HttpContext)));
    }

    private sealed record FieldError(string Name, string Message);

    /// <summary>Written last: the fields stand below it, and have said by then what they ask and in which order they stand.</summary>
    private sealed class ErrorList(List<FieldError> errors, OrderedDictionary<string, string> questions) : IHtmlContent
    {
        public void WriteTo(TextWriter writer, HtmlEncoder encoder)
        {
            var list = FieldTagHelper.Element("ul", "error-summary__list");
            foreach (var (error, place) in errors.Select(error => (error, PlaceOf(error.Name))).OrderBy(e => e.Item2)) list.InnerHtml.AppendHtml(Line(error, place));
            list.WriteTo(writer, encoder);
        }

        /// <summary>Of the field itself, or of the first one in what the error is about; -1 for what is about the whole form.</summary>
        private int PlaceOf(string name)
        {
            if (name.Length == 0) return -1;
            var own = questions.IndexOf(name);
            return own >= 0 ? own : questions.Keys.ToList().FindIndex(key => key.StartsWith(name, StringComparison.OrdinalIgnoreCase) && key[name.Length] is '.' or '[');
        }

        private TagBuilder Line(FieldError error, int place)
        {
            var line = new TagBuilder("li");
            if (place < 0)
            {
                line.InnerHtml.Append(error.Message);
                return line;
            }

            var (field, question) = questions.GetAt(place);
            var link = FieldTagHelper.Element("a", "nl-link");
            link.MergeAttribute("href", $"#{FieldTagHelper.IdOf(field)}");
            if (field.Length == error.Name.Length) link.InnerHtml.Append($"{question.TrimEnd('?', ':')}: ");
            link.InnerHtml.Append(error.Message);
            line.InnerHtml.AppendHtml(link);
            return line;
        }
    }
}
