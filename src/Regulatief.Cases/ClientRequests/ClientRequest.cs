using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.ClientRequests;

/// <summary>Something a client asks of the professional. It stays between the two: the volunteer and the timeline do not tell of it.</summary>
public sealed class ClientRequest
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required CaseId CaseId { get; init; }

    public required ClientRequestKind Kind { get; init; }

    /// <summary>In the client's words; null when the kind says all.</summary>
    public string? Words { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>What the client reads back; null while nobody answered.</summary>
    public string? Answer { get; private set; }

    public DateTimeOffset? AnsweredAt { get; private set; }

    public void Respond(string answer, DateTimeOffset at) => (Answer, AnsweredAt) = (answer, at);

    /// <summary>The professional's task of answering, within a term that fits what is asked.</summary>
    public HumanTask OpenTask()
    {
        var term = TermOf(Kind);
        return new HumanTask
        {
            CaseId = CaseId,
            Kind = HumanTaskKind.ClientRequest,
            Title = Kind == ClientRequestKind.OwnFile ? "De cliënt wil het eigen dossier zien" : "De cliënt vraagt om contact",
            Role = AccountRole.ProbationOfficer,
            SubjectId = Id,
            Outcomes = [ClientRequestForm.Answered],
            OpenedAt = AskedAt,
            DueOn = WorkingDays.Add(LegalTime.DateOf(AskedAt), term.WorkingDays),
        };
    }

    /// <remarks>A request for the own file must be answered within a month (AVG article 12, paragraph 3): 20 working days stay within it.</remarks>
    public static Term TermOf(ClientRequestKind kind) => kind == ClientRequestKind.OwnFile ? new Term(20, ReminderBefore: 5) : new Term(3);
}

public enum ClientRequestKind
{
    Contact,

    /// <summary>Inzage: what is kept about the client.</summary>
    OwnFile,
}
