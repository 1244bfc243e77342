using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using Fluid;
using Fluid.Ast;
using Regulatief.Cases.Accounts;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Web.Hosting.Mailing;

/// <summary>What may be filled in: nothing of a client.</summary>
/// <param name="Link">Where one reads more, after logging in.</param>
/// <param name="Moment">The day and time of a meeting.</param>
public sealed record MessageFields(string Link, string Moment)
{
    public static MessageFields MadeUp(string link, CultureInfo language) => new(link, $"{new DateOnly(2027, 5, 12).ToString("D", language)}, 14:30");
}

/// <param name="Subject">The title on a device; empty of a text.</param>
public sealed record WrittenMessage(string Subject, string Body);

/// <summary>
/// The words of mails, texts and messages for devices: files in Liquid, <c>Features/Mails/Templates/KIND.CHANNEL.LANGUAGE.liquid</c>. Of a mail and of a device the first line
/// is the subject; a text is one line.
/// </summary>
public sealed class MessageTemplates
{
    private static readonly FluidParser Parser = new();

    private readonly FrozenDictionary<(NoticeChannel, MailKind, string), IFluidTemplate> _templates;

    /// <exception cref="InvalidOperationException">A template is missing, cannot be read, or has a field that there is not.</exception>
    public MessageTemplates(Assembly assembly)
        : this(name => Read(assembly, name))
    {
    }

    /// <param name="read">Null of what is not there.</param>
    internal MessageTemplates(Func<string, string?> read) => _templates = All
        .SelectMany(m => Languages.All.Select(language => (m.Channel, m.Kind, Language: language.Name)))
        .ToFrozenDictionary(t => (t.Channel, t.Kind, t.Language), t => Parse(NameOf(t.Channel, t.Kind, t.Language), t.Channel, t.Kind, read));

    /// <summary>What is sent by which way.</summary>
    public static IReadOnlyList<(NoticeChannel Channel, MailKind Kind)> All { get; } =
    [
        .. Enum.GetValues<MailKind>().Select(kind => (NoticeChannel.Mail, kind)),
        (NoticeChannel.Sms, MailKind.Notices), (NoticeChannel.Sms, MailKind.UrgentNotices), (NoticeChannel.Push, MailKind.Notices), (NoticeChannel.Push, MailKind.UrgentNotices),
    ];

    public WrittenMessage Write(NoticeChannel channel, MailKind kind, CultureInfo language, MessageFields fields)
    {
        var context = new TemplateContext();
        context.SetValue("link", fields.Link);
        context.SetValue("moment", fields.Moment);
        var text = _templates[(channel, kind, language.Name)].Render(context).ReplaceLineEndings("\n").TrimEnd();
        if (channel == NoticeChannel.Sms) return new WrittenMessage("", text);
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return new WrittenMessage(text[..end], text[end..].Trim('\n'));
    }

    internal static string NameOf(NoticeChannel channel, MailKind kind, string language) => $"{kind}.{channel.ToString().ToLowerInvariant()}.{language}.liquid";

    private static string[] FieldsOf(NoticeChannel channel, MailKind kind) => (channel, kind) switch
    {
        (NoticeChannel.Push, _) => [],
        (_, MailKind.Meeting or MailKind.MeetingCalledOff) => ["link", "moment"],
        _ => ["link"],
    };

    private static IFluidTemplate Parse(string name, NoticeChannel channel, MailKind kind, Func<string, string?> read)
    {
        if (read(name) is not { } text) throw new InvalidOperationException($"The template {name} is missing.");
        if (!Parser.TryParse(text, out var template, out var error)) throw new InvalidOperationException($"The template {name} cannot be read: {error}");
        var fields = FieldsOf(channel, kind);
        var named = new NamedFields();
        named.VisitTemplate(template);
        if (named.Found.Except(fields).ToList() is { Count: > 0 } unknown)
            throw new InvalidOperationException($"The template {name} has the field {string.Join(", ", unknown)}; expected {(fields.Length == 0 ? "none" : string.Join(", ", fields))}.");
        if (channel == NoticeChannel.Sms == text.TrimEnd().Contains('\n', StringComparison.Ordinal))
            throw new InvalidOperationException($"The template {name} has the wrong lines; expected {(channel == NoticeChannel.Sms ? "one" : "a subject, an empty line, and a text")}.");
        return template;
    }

    private static string? Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream($"templates/{name}");
        if (stream is null) return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private sealed class NamedFields : AstVisitor
    {
        public HashSet<string> Found { get; } = [];

        protected override Expression VisitMemberExpression(MemberExpression memberExpression)
        {
            if (memberExpression.Segments is [IdentifierSegment field, ..]) Found.Add(field.Identifier);
            return base.VisitMemberExpression(memberExpression);
        }
    }
}
