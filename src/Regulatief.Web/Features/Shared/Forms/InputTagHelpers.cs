using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Web.Features.Shared.Forms;

/// <summary>Words: one line, or as many as <c>rows</c> says.</summary>
[HtmlTargetElement("rg-text", TagStructure = TagStructure.WithoutEndTag)]
public sealed class TextTagHelper(Texts texts) : FieldTagHelper(texts)
{
    public int Rows { get; set; } = 1;

    /// <summary><c>email</c>, <c>tel</c>, <c>search</c> or <c>password</c>; a password is never written back.</summary>
    public string Type { get; set; } = "text";

    public string? Autocomplete { get; set; }

    public int? MaxLength { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var control = Rows > 1 ? TextArea() : InputControl.Of(Type, Type == "password" ? null : Value);
        if (Autocomplete is not null)
            control.MergeAttribute("autocomplete", Autocomplete);
        if (MaxLength is { } maxLength)
            control.MergeAttribute("maxlength", maxLength.ToString(CultureInfo.InvariantCulture));
        WriteField(output, control);
    }

    private TagBuilder TextArea()
    {
        var control = Element("textarea", "utrecht-textarea", "utrecht-textarea--html-textarea");
        control.MergeAttribute("rows", Rows.ToString(CultureInfo.InvariantCulture));
        // A browser drops one line break after the opening tag, which may be the person's own.
        control.InnerHtml.AppendHtml("\n").Append(Value ?? "");
        return control;
    }
}

/// <summary>A number. <c>unit-key</c> is what is counted: "keer per week".</summary>
[HtmlTargetElement("rg-number", TagStructure = TagStructure.WithoutEndTag)]
public sealed class NumberTagHelper(Texts texts) : FieldTagHelper(texts)
{
    public decimal? Min { get; set; }

    public decimal? Max { get; set; }

    /// <summary>The smallest difference: 1 for whole numbers, 0.01 for money.</summary>
    public decimal Step { get; set; } = 1;

    public string? UnitKey { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var control = InputControl.Of("number", Value);
        control.AddCssClass("field__number");
        control.MergeAttribute("inputmode", Step == decimal.Truncate(Step) ? "numeric" : "decimal");
        control.MergeAttribute("step", Step.ToString(CultureInfo.InvariantCulture));
        if (Min is { } min)
            control.MergeAttribute("min", min.ToString(CultureInfo.InvariantCulture));
        if (Max is { } max)
            control.MergeAttribute("max", max.ToString(CultureInfo.InvariantCulture));

        List<TagBuilder> besides = [InvariantMark()];
        if (UnitKey is not null)
        {
            var unit = Element("span", "field__unit");
            unit.InnerHtml.Append(Texts[UnitKey]);
            besides.Insert(0, unit);
        }

        WriteField(output, control, besides);
    }
}

/// <summary>A day, chosen with the browser's own calendar.</summary>
[HtmlTargetElement("rg-date", TagStructure = TagStructure.WithoutEndTag)]
public sealed class DateTagHelper(Texts texts) : FieldTagHelper(texts)
{
    public DateOnly? Min { get; set; }

    public DateOnly? Max { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var control = InputControl.Of("date", Value);
        control.AddCssClass("field__date");
        if (Min is not null)
            control.MergeAttribute("min", Written(Min));
        if (Max is not null)
            control.MergeAttribute("max", Written(Max));
        WriteField(output, control, InvariantMark());
    }
}

/// <summary>A time of day, Europe/Amsterdam.</summary>
[HtmlTargetElement("rg-time", TagStructure = TagStructure.WithoutEndTag)]
public sealed class TimeTagHelper(Texts texts) : FieldTagHelper(texts)
{
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var control = InputControl.Of("time", Value);
        control.AddCssClass("field__date");
        WriteField(output, control, InvariantMark());
    }
}

internal static class InputControl
{
    public static TagBuilder Of(string type, string? value)
    {
        var control = FieldTagHelper.Element("input", "utrecht-textbox", "utrecht-textbox--html-input");
        control.TagRenderMode = TagRenderMode.SelfClosing;
        control.MergeAttribute("type", type);
        if (value is not null)
            control.MergeAttribute("value", value);
        return control;
    }
}
