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

    public Case Case { get; init; } = null!;

    public required ClientRequestKind Kind { get; init; }

    /// <summary>In the client's words; null when the kind says all.</summary>
    public string? Words { get; init; }

    /// <summary>What a correction or an objection is about; null for other kinds.</summary>
    public ClientRequestAbout? About { get; init; }

    /// <summary>Which one, of what there are more of: the goal, the meeting, the signal. Null where the kind of thing says all.</summary>
    public Guid? AboutId { get; init; }

    /// <summary>The officer who wrote it down, the client beside them; null when the client asked by the own account.</summary>
    public Guid? RecordedById { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>What the client reads back; null while nobody answered.</summary>
    public string? Answer { get; private set; }

    public DateTimeOffset? AnsweredAt { get; private set; }

    /// <summary>Null while nobody answered, and in answers of before 0.2.0.</summary>
    public Guid? AnsweredById { get; private set; }

    /// <summary>How the own file was handed over; null for other requests, and in answers of before 0.2.0.</summary>
    public FileDelivery? Delivery { get; private set; }

    /// <summary>Null when it was not handed over.</summary>
    public FileReceiver? DeliveredTo { get; private set; }

    public DateOnly? DeliveredOn { get; private set; }

    /// <summary>Whether what was not right was put right; null while nobody answered, and for other kinds.</summary>
    public CorrectionOutcome? Correction { get; private set; }

    /// <summary>When the client took it back: from then on it is history, and stands beside nothing.</summary>
    public DateTimeOffset? TakenBackAt { get; private set; }

    /// <summary>Whether the client's words stand beside the text that they are about: an objection at once, a correction once it was refused (AVG, articles 16 and 19).</summary>
    public bool StandsBeside => TakenBackAt is null && (Kind == ClientRequestKind.Objection || Correction == CorrectionOutcome.NotCorrected);

    /// <summary>A request of these kinds is about something, in words, and can be taken back.</summary>
    public static bool IsAboutText(ClientRequestKind kind) => kind is ClientRequestKind.Correction or ClientRequestKind.Objection;

    /// <summary>The last day for the answer.</summary>
    public DateOnly DueOn => WorkingCalendar.OfLaw.Add(LegalTime.DateOf(AskedAt), TermOf(Kind).WorkingDays);

    /// <summary>The day that its term is measured by: that of the delivery, else that of the answer or of its being taken back. Null while it waits.</summary>
    public DateOnly? DoneOn => DeliveredOn ?? ((AnsweredAt ?? TakenBackAt) is { } at ? LegalTime.DateOf(at) : null);

    public bool IsLate(DateOnly today) => (DoneOn ?? today) > DueOn;

    public void Respond(string answer, Guid by, DateTimeOffset at) => (Answer, AnsweredById, AnsweredAt) = (answer, by, at);

    /// <summary>How the own file was handed over, when and to whom; or that it was not.</summary>
    public void Deliver(FileDelivery delivery, FileReceiver? to, DateOnly? on) =>
        (Delivery, DeliveredTo, DeliveredOn) = delivery == FileDelivery.NotDelivered ? (delivery, null, null) : (delivery, to, on);

    public void Judge(CorrectionOutcome outcome) => Correction = outcome;

    /// <exception cref="CaseRuleException"><c>client-request-not-taken-back</c>: it was taken back before, what it asks was done, or it is of another kind.</exception>
    public void TakeBack(DateTimeOffset at)
    {
        if (TakenBackAt is not null || !IsAboutText(Kind) || Correction == CorrectionOutcome.Corrected) throw new CaseRuleException("client-request-not-taken-back");
        TakenBackAt = at;
    }

    /// <summary>The professional's task of answering, within a term that fits what is asked.</summary>
    public HumanTask OpenTask() => new()
    {
        CaseId = CaseId,
        Kind = HumanTaskKind.ClientRequest,
        Title = Kind switch
        {
            ClientRequestKind.OwnFile => "De cliënt wil het eigen dossier zien",
            ClientRequestKind.Correction => "De cliënt zegt dat iets niet klopt",
            ClientRequestKind.Objection => "De cliënt is het ergens niet mee eens",
            _ => "De cliënt vraagt om contact",
        },
        Role = AccountRole.ProbationOfficer,
        SubjectId = Id,
        Outcomes = Kind == ClientRequestKind.Correction ? [.. Enum.GetNames<CorrectionOutcome>()] : [ClientRequestForm.Answered],
        OpenedAt = AskedAt,
        DueOn = DueOn,
    };

    /// <remarks>What the law gives a client is answered within a month (AVG article 12, paragraph 3): 20 working days stay within it.</remarks>
    public static Term TermOf(ClientRequestKind kind) => kind == ClientRequestKind.Contact ? new Term(3) : new Term(20, ReminderBefore: 5);
}

public enum ClientRequestKind
{
    Contact,

    /// <summary>Inzage: what is kept about the client.</summary>
    OwnFile,

    /// <summary>Something that is kept is not right.</summary>
    Correction,

    /// <summary>The client sees something otherwise than it is written.</summary>
    Objection,
}

public enum ClientRequestAbout
{
    OwnParticulars,
    Goal,
    Agreement,
    Meeting,
    Evaluation,
    RiskSignal,
    Other,
}

public enum CorrectionOutcome
{
    Corrected,

    /// <summary>The answer says why, and the client's words stand beside the text.</summary>
    NotCorrected,
}

/// <summary>In what way a client got the own file.</summary>
public enum FileDelivery
{
    OnPaper,
    ByPost,
    OnACarrier,
    SecureMail,
    ReadTogether,

    /// <summary>It was not, and the answer says why.</summary>
    NotDelivered,
}

/// <summary>Who took it; no name.</summary>
public enum FileReceiver
{
    Client,

    /// <summary>A lawyer or somebody else whom the client authorised.</summary>
    Representative,
}

public static class ClientRequestQueries
{
    /// <summary>Those of the cases that the actor sees. A privacy officer sees all, by number, term and delivery: the words are between client and professional.</summary>
    public static IQueryable<ClientRequest> VisibleTo(this IQueryable<ClientRequest> requests, Actor actor) => actor.Role is null or AccountRole.PrivacyOfficer
        ? requests
        : requests.OfCases(r => r.Case, NeedToKnow.Sees(actor));

    /// <summary>Those that still wait for an answer.</summary>
    public static IQueryable<ClientRequest> Waiting(this IQueryable<ClientRequest> requests) => requests.Where(r => r.AnsweredAt == null && r.TakenBackAt == null);
}
