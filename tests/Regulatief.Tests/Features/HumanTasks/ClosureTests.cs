using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Closures;
using Regulatief.Cases.HumanTasks;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Features.HumanTasks;

public sealed class ClosureTests(SqliteHost host) : StepTest(host, HumanTaskKind.Closure)
{
    [Theory]
    [InlineData(ClosureReason.NotIncluded)]
    [InlineData(ClosureReason.WithdrawnAtIntake)]
    public async Task Closure_ReasonThatAnotherFormGives_IsRefused(ClosureReason reason)
    {
        var answers = StepAnswers.Closure;
        answers.Reason = reason;

        await ShouldRefuse(answers, ("Reason", "no-such-choice"));
    }

    [Fact]
    public Task Closure_NothingFilledIn_AsksReasonResultsAndWhatRemains() =>
        ShouldRefuse(new ClosureAnswers(), "Reason", "Results", "WhatRemains", "RemainingContacts");

    [Fact]
    public async Task Closure_QualityOfLifeOutOfRange_IsRefused()
    {
        var answers = StepAnswers.Closure;
        answers.QualityOfLife = 0;

        await ShouldRefuse(answers, "QualityOfLife");
    }

    [Fact]
    public async Task Closure_FilledIn_NamesTheReasonAndLeavesClosingToTheCycle()
    {
        (await Complete(StepAnswers.Closure)).Outcome.ShouldBe("Done");

        var @case = await CaseOf(Case);
        (@case.ClosureReason, @case.IsClosed).ShouldBe((ClosureReason.GoalsReached, false));
        (await Read(db => db.Closures.SingleAsync(Cancel))).RemainingContacts.ShouldBe("Een zus en twee collega's.");
    }

    [Fact]
    public async Task Closure_Page_DoesNotOfferReasonsThatOtherFormsGive()
    {
        var page = await PageFor(Worker);

        var offered = page.Document.QuerySelectorAll("[name='Answers.Reason']").Select(c => c.GetAttribute("value")).ToList();
        offered.ShouldContain("GoalsReached");
        offered.ShouldNotContain("WithdrawnAtIntake");
    }
}
