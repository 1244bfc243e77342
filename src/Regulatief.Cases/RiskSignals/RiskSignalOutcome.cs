namespace Regulatief.Cases.RiskSignals;

/// <summary>How the tasks of following a signal end, as its workflow knows it.</summary>
public static class RiskSignalOutcome
{
    /// <summary>Of the volunteer's task: the recipient's opens. Needs the <c>recipient</c>, an account's role.</summary>
    public const string Shared = nameof(Shared);
    public const string NotShared = nameof(NotShared);
    public const string Withdrawn = nameof(Withdrawn);

    /// <summary>Of the recipient's task.</summary>
    public const string Handled = nameof(Handled);
}
