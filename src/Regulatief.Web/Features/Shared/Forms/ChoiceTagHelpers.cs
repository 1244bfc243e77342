using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Web.Features.Shared.Forms;

/// <summary>A choice that needs a sentence more than its name.</summary>
public sealed class DescribedItem(string text, string value, string description) : SelectListItem(text, value)
{
    public string Description => description;
}

/// <summary>One of a few: an enum's values, yes or no, or <c>items</c>.</summary>
[HtmlTargetElement("rg-radios", TagStructure = TagStructure.WithoutEndTag)]
public sealed class RadiosTagHelper(Texts texts) : FieldTagHelper(texts)
{
    public IEnumerable<SelectListItem>? Items { get; set; }

    /// <summary>Side by side where there is room: for two or three short answers.</summary>
    public bool Inline { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var choices = Element("div", Inline ? ["choices", "choices--inline"] : ["choices"]);
        foreach (var (index, item) in (Items ?? Choices.Of(ValueType, Texts)).Index())
        {
            var isChosen = Value is null ? item.Selected : string.Equals(item.Value, Value, StringComparison.OrdinalIgnoreCase);
            choices.InnerHtml.AppendHtml(Choice("radio", index, item.Value, item.Text, isChosen, (item as DescribedItem)?.Description));
        }

        WriteGroup(output, "radiogroup", choices);
    }
}

/// <summary>Any number of a few: a list of an enum's values, or <c>items</c>.</summary>
[HtmlTargetElement("rg-checkboxes", TagStructure = TagStructure.WithoutEndTag)]
public sealed class CheckboxesTagHelper(Texts texts) : FieldTagHelper(texts)
{
    public IEnumerable<SelectListItem>? Items { get; set; }

    /// <summary>In two columns where there is room: for long lists.</summary>
    public bool Columns { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var choices = Element("div", Columns ? ["choices", "choices--columns"] : ["choices"]);
        var chosen = Values;
        foreach (var (index, item) in (Items ?? Choices.Of(For.Metadata.ElementType ?? ValueType, Texts)).Index())
            choices.InnerHtml.AppendHtml(Choice("checkbox", index, item.Value, item.Text, item.Selected || chosen.Contains(item.Value), (item as DescribedItem)?.Description));

        WriteGroup(output, null, choices);
    }
}

/// <summary>One thing that is so or is not.</summary>
[HtmlTargetElement("rg-checkbox", TagStructure = TagStructure.WithoutEndTag)]
public sealed class CheckboxTagHelper(Texts texts) : FieldTagHelper(texts)
{
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var control = Element("input", "utrecht-checkbox", "choice__input");
        control.TagRenderMode = TagRenderMode.SelfClosing;
        control.MergeAttribute("type", "checkbox");
        control.MergeAttribute("value", "true");
        if (Value?.Split(',')[0].Equals("true", StringComparison.OrdinalIgnoreCase) == true)
            control.MergeAttribute("checked", "checked");

        // An unticked box sends nothing, and binding would not know that it was on the page.
        var unticked = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        unticked.MergeAttribute("type", "hidden");
        unticked.MergeAttribute("name", Name);
        unticked.MergeAttribute("value", "false");

        WriteField(output, control, unticked);
        output.Attributes.SetAttribute("class", $"{output.Attributes["class"].Value} field--checkbox");
    }
}

/// <summary>One of many: an enum's values, or <c>items</c>.</summary>
[HtmlTargetElement("rg-select", TagStructure = TagStructure.WithoutEndTag)]
public sealed class SelectTagHelper(Texts texts) : FieldTagHelper(texts)
{
    public IEnumerable<SelectListItem>? Items { get; set; }

    /// <summary>The text of the empty choice on top.</summary>
    public string EmptyKey { get; set; } = "Form.Choose";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var control = Element("select", "utrecht-select", "utrecht-select--html-select");
        control.InnerHtml.AppendHtml(Option("", Texts[EmptyKey], false));
        var value = Value;
        foreach (var item in Items ?? Choices.Of(ValueType, Texts))
        {
            var isChosen = value is null ? item.Selected : string.Equals(item.Value, value, StringComparison.OrdinalIgnoreCase);
            control.InnerHtml.AppendHtml(Option(item.Value, item.Text, isChosen));
        }

        WriteField(output, control);
    }

    private static TagBuilder Option(string value, string text, bool isChosen)
    {
        var option = new TagBuilder("option");
        option.MergeAttribute("value", value);
        if (isChosen)
            option.MergeAttribute("selected", "selected");
        option.InnerHtml.Append(text);
        return option;
    }
}

/// <summary>A rating, from <c>min</c> to <c>max</c>, with the meaning of both ends in words; without them where the questions around it say so once.</summary>
[HtmlTargetElement("rg-scale", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ScaleTagHelper(Texts texts) : FieldTagHelper(texts)
{
    public int Min { get; set; } = 1;

    public int Max { get; set; } = 5;

    public string? LowKey { get; set; }

    public string? HighKey { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var numbers = Element("div", "scale__numbers");
        foreach (var (index, number) in Enumerable.Range(Min, Max - Min + 1).Index())
        {
            var text = number.ToString(CultureInfo.InvariantCulture);
            numbers.InnerHtml.AppendHtml(Choice("radio", index, text, text, text == Value));
        }

        var scale = Element("div", "scale");
        AddEnd(scale, "scale__low", Min, LowKey);
        scale.InnerHtml.AppendHtml(numbers);
        AddEnd(scale, "scale__high", Max, HighKey);
        WriteGroup(output, "radiogroup", scale);
    }

    private void AddEnd(TagBuilder scale, string cssClass, int number, string? textKey)
    {
        if (textKey is null) return;
        var end = Element("span", cssClass);
        end.InnerHtml.Append($"{number.ToString(CultureInfo.InvariantCulture)} = {Texts[textKey]}");
        scale.InnerHtml.AppendHtml(end);
    }
}

internal static class Choices
{
    public static IEnumerable<SelectListItem> Of(Type type, Texts texts)
    {
        if (type == typeof(bool))
            return [new SelectListItem(texts["Form.Yes"], "True"), new SelectListItem(texts["Form.No"], "False")];
        if (type.IsEnum)
            return Enum.GetValues(type).Cast<Enum>().Select(value => new SelectListItem(texts.Of(value), value.ToString()));

        throw new InvalidOperationException($"A choice of {type.Name} needs items.");
    }
}
