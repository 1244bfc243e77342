namespace Regulatief.Cases.RiskSignals;

/// <param name="AnswerWithin">How long those who are called have to say that they act, before it is called out again and one further up the line.</param>
public sealed record DangerCallTerm(TimeSpan AnswerWithin);
