using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Regulatief.Web.Features.Shared.Forms;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Web.Features.Shared.Display;

/// <summary>A picture from <c>wwwroot/icons.svg</c>, hidden from screen readers: the words beside it say the same.</summary>
[HtmlTargetElement("rg-icon", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconTagHelper(SiteFiles files) : TagHelper
{
    public required string Name { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        var extra = output.Attributes["class"]?.Value;
        output.Attributes.SetAttribute("class", extra is null ? "icon" : $"icon {extra}");
        output.Attributes.SetAttribute("aria-hidden", "true");
        output.Content.AppendHtml(Use(Name, files));
    }

    internal static TagBuilder Of(string name, SiteFiles files)
    {
        var svg = FieldTagHelper.Element("svg", "icon");
        svg.MergeAttribute("aria-hidden", "true");
        svg.InnerHtml.AppendHtml(Use(name, files));
        return svg;
    }

    private static TagBuilder Use(string name, SiteFiles files)
    {
        var use = new TagBuilder("use");
        use.MergeAttribute("href", files.At($"/icons.svg#{name}"));
        return use;
    }
}

/// <summary>A state in a word or two: "In uitvoering", "Geweigerd".</summary>
[HtmlTargetElement("rg-badge")]
public sealed class BadgeTagHelper : TagHelper
{
    public Tone Tone { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "span";
        output.Attributes.SetAttribute("class", $"nl-data-badge badge badge--{Tone.ToString().ToLowerInvariant()}");
    }
}

/// <summary>When something must be ready: the day, how far away it is, and a tone. Null says that there is no term.</summary>
[HtmlTargetElement("rg-due", TagStructure = TagStructure.WithoutEndTag)]
public sealed class DueTagHelper(Dates dates, Texts texts, SiteFiles files) : TagHelper
{
    private const int SoonInDays = 3;

    public DateOnly? On { get; set; }

    public bool Paused { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var days = On?.DayNumber - dates.Today.DayNumber;
        var tone = (Paused, days) switch
        {
            (true, _) => "paused",
            (_, null) => "none",
            (_, < 0) => "overdue",
            (_, 0) => "today",
            (_, <= SoonInDays) => "soon",
            _ => "later",
        };

        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", $"due due--{tone}");
        if (tone is "overdue" or "today" or "paused")
            output.Content.AppendHtml(IconTagHelper.Of(tone switch { "overdue" => "alert", "today" => "clock", _ => "pause" }, files));

        var distance = FieldTagHelper.Element("span", "due__distance");
        distance.InnerHtml.Append(Paused ? texts["Due.Paused"] : On is { } due ? dates.Due(due) : texts["Due.None"]);
        output.Content.AppendHtml(distance);
        if (On is { } day)
        {
            var time = FieldTagHelper.Element("time", "due__day");
            time.MergeAttribute("datetime", day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
            time.InnerHtml.Append(dates.ShortDay(day));
            output.Content.AppendHtml(" ").AppendHtml(time);
        }
    }
}

/// <summary>Something to know before going on. Give it a <c>title-key</c> where the tone's own word is not enough.</summary>
[HtmlTargetElement("rg-notice")]
public sealed class NoticeTagHelper(Texts texts, SiteFiles files) : TagHelper
{
    public Tone Tone { get; set; } = Tone.Information;

    public string? TitleKey { get; set; }

    public string? Title { get; set; }

    /// <summary>The notice tells the result of what the person just did, so a screen reader says it at once.</summary>
    public bool Announce { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var (icon, word) = Tone switch
        {
            Tone.Success => ("check-circle", "Notice.Success"),
            Tone.Warning => ("alert", "Notice.Warning"),
            Tone.Danger => ("alert-octagon", "Notice.Danger"),
            _ => ("info", "Notice.Information"),
        };

        output.TagName = "div";
        output.Attributes.SetAttribute("class", $"notice notice--{Tone.ToString().ToLowerInvariant()}");
        if (Announce)
            output.Attributes.SetAttribute("role", "status");

        var title = FieldTagHelper.Element("p", "notice__title");
        title.InnerHtml.Append(Title ?? texts[TitleKey ?? word]);
        var body = FieldTagHelper.Element("div", "notice__body");
        body.InnerHtml.AppendHtml(title).AppendHtml(await output.GetChildContentAsync());
        output.Content.AppendHtml(IconTagHelper.Of(icon, files)).AppendHtml(body);
    }
}

/// <param name="Url">Null for the page itself, the last crumb.</param>
public sealed record Crumb(string Text, string? Url = null);

/// <summary>The top of a page: where it stands, its title, one sentence, and what can be done (the content).</summary>
[HtmlTargetElement("rg-page-header")]
public sealed class PageHeaderTagHelper(Texts texts) : TagHelper
{
    /// <summary>Under which the request keeps the title for the layout: what stands in the data of a partial view does not reach it.</summary>
    public const string TitleItem = "Title";

    public required string Title { get; set; }

    public string? Lead { get; set; }

    /// <summary>The pages above this one, the farthest first; this page itself is added.</summary>
    public IReadOnlyList<Crumb> Trail { get; set; } = [];

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        ViewContext.HttpContext.Items[TitleItem] = Title;
        var content = await output.GetChildContentAsync();

        output.TagName = "header";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "page-header");
        if (Trail.Count > 0)
            output.Content.AppendHtml(Breadcrumb());

        var heading = FieldTagHelper.Element("h1", "page-header__title");
        heading.InnerHtml.Append(Title);
        var words = FieldTagHelper.Element("div", "page-header__words");
        words.InnerHtml.AppendHtml(heading);
        if (Lead is not null)
        {
            var lead = FieldTagHelper.Element("p", "page-header__lead");
            lead.InnerHtml.Append(Lead);
            words.InnerHtml.AppendHtml(lead);
        }

        var row = FieldTagHelper.Element("div", "page-header__row");
        row.InnerHtml.AppendHtml(words);
        if (!content.IsEmptyOrWhiteSpace)
        {
            var actions = FieldTagHelper.Element("div", "page-header__actions");
            actions.InnerHtml.AppendHtml(content);
            row.InnerHtml.AppendHtml(actions);
        }

        output.Content.AppendHtml(row);
    }

    private TagBuilder Breadcrumb()
    {
        var list = FieldTagHelper.Element("ol", "breadcrumb__list");
        foreach (var crumb in Trail.Append(new Crumb(Title)))
        {
            var item = FieldTagHelper.Element("li", "breadcrumb__item");
            var part = crumb.Url is null ? new TagBuilder("span") : FieldTagHelper.Element("a", "nl-link");
            if (crumb.Url is null)
                part.MergeAttribute("aria-current", "page");
            else
                part.MergeAttribute("href", crumb.Url);
            part.InnerHtml.Append(crumb.Text);
            item.InnerHtml.AppendHtml(part);
            list.InnerHtml.AppendHtml(item);
        }

        var nav = FieldTagHelper.Element("nav", "breadcrumb");
        nav.MergeAttribute("aria-label", texts["Layout.Breadcrumb"]);
        nav.InnerHtml.AppendHtml(list);
        return nav;
    }
}
