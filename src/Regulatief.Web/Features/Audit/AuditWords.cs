using System.Text.RegularExpressions;
using MediatR;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Features.Audit;

/// <summary>The names and codes of the rows, in the words of the practice. A row of an older version may hold one that is gone: it is shown as it stands.</summary>
internal static partial class AuditWords
{
    /// <summary>All that a row can tell was done. From the code and not from the rows: a list of what was done would cost a look at all of them.</summary>
    public static IReadOnlyList<string> Actions { get; } =
    [
        .. typeof(AuditWords).Assembly.GetTypes()
            .Where(t => !t.IsAbstract && t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequest<>)))
            .Select(t => t.Name),
        .. Enum.GetValues<SharingGround>().Select(ground => $"granted:{ground}"),
        RefusedAccess.Action,
    ];

    /// <summary>Null for a case, whose number stands beside it.</summary>
    public static string? SubjectOf(this Texts texts, string? type) => type is null or nameof(Case) ? null : texts.Find($"Audit.Subject.{type}") ?? type;

    /// <summary>Why it was refused, to whom it went, how it ended. What a sentence would be filled with the row does not hold.</summary>
    public static string? DetailOf(this Texts texts, AuditLine line) => line switch
    {
        { Detail: not { } } => null,
        { Kind: AuditKind.Sharing } => texts.Find($"Enum.{nameof(CaseRole)}.{line.Detail}") ?? line.Detail,
        _ => texts.Find($"Audit.Detail.{line.Detail}") ?? (texts.Find($"Error.{line.Detail}") is { } sentence ? Place().Replace(sentence, "…") : WordsOf(texts, line.Detail)),
    };

    /// <summary>Of several choices, each in its own words: which roles, and why. A sign before one says whether it was given or taken.</summary>
    private static string WordsOf(Texts texts, string detail)
    {
        var words = detail.Split(' ').Select(word => (Sign: word is ['+' or '-', ..] ? $"{word[0]} " : "", Name: word.TrimStart('+', '-'))).ToList();
        var known = words.ConvertAll(word => new[] { nameof(AccountRole), "RoleChangeReason", nameof(ApiTokenScope) }
            .Select(type => texts.Find($"Enum.{type}.{word.Name}")).Prepend(texts.Find($"Audit.Detail.{word.Name}")).FirstOrDefault(text => text is not null));
        return known.Contains(null) ? detail : string.Join(", ", known.Select((text, at) => words[at].Sign + text));
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Place();
}
