using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;

namespace Regulatief.Tests.Persistence;

public sealed class JoinedListTests
{
    [Theory]
    [InlineData]
    [InlineData("")]
    [InlineData("", "")]
    [InlineData("Done")]
    [InlineData("Ja|nee", "Weet niet")]
    [InlineData("Ja, graag", "Nee + dank")]
    [InlineData("a\\", "|", "\\|", "\\e")]
    [InlineData("e", "", "e")]
    public void Join_WhateverTheTextsHold_IsSplitIntoTheSame(params string[] items) => JoinedList.Split(JoinedList.Join(items)).ShouldBe(items);

    [Fact]
    public void Join_OrdinaryNames_IsAsItWas() => JoinedList.Join(["Done", "Not done"]).ShouldBe("Done|Not done");

    [Fact]
    public void Fits_LongerThanTheColumn_IsFalse()
    {
        JoinedList.Fits([new string('x', JoinedList.MaxLength)]).ShouldBeTrue();
        JoinedList.Fits([new string('|', JoinedList.MaxLength)]).ShouldBeFalse("each bar takes two");
    }

    [Fact]
    public void Join_EveryRoleOfACase_FitsItsColumn() => JoinedList.Join(Enum.GetNames<CaseRole>()).Length.ShouldBeLessThanOrEqualTo(200);
}
