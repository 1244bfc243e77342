namespace Regulatief.Web.Features.Components;

/// <summary>One field of each kind.</summary>
public sealed class SampleForm
{
    public string? HelpNeeds { get; set; }

    public string? FirstName { get; set; }

    public string? Reasons { get; set; }

    public Answer? IsOpenToContact { get; set; }

    public bool? SupportPerson { get; set; }

    public List<Domain> Domains { get; set; } = [];

    public int? TimesPerMonth { get; set; }

    public DateOnly? FirstTalkOn { get; set; }

    public TimeOnly? FirstTalkAt { get; set; }

    public string? Volunteer { get; set; }

    public int? SharedVision { get; set; }

    public int? QualityOfLife { get; set; }

    public bool HasReadAgreement { get; set; }

    public List<SampleTask> Tasks { get; set; } = [];

    public enum Answer
    {
        Yes,
        No,
        Unknown,
    }

    public enum Domain
    {
        Housing,
        Finances,
        Work,
        Relations,
        Leisure,
        Health,
    }

    public enum Party
    {
        Volunteer,
        Professional,
        Client,
    }
}

public sealed class SampleTask
{
    public string? What { get; set; }

    public SampleForm.Party? Who { get; set; }

    public DateOnly? From { get; set; }
}
