using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Volunteers;

namespace Regulatief.Tests.Features.Volunteers;

public sealed class SaveVolunteerTests(SqliteHost host) : FeatureTest(host)
{
    private static readonly DateOnly Today = new(2026, 11, 24);

    private CaseUnderTest _case = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _case = await Given(A.Case().Paired());
    }

    [Fact]
    public async Task SaveVolunteer_ByThePage_KeepsWhatIsKnown()
    {
        var coordinator = await As(_case.Coordinator).BrowseAsync();
        var address = $"/vrijwilligers/{_case.Volunteer.Id}";

        var page = await coordinator.SubmitAsync(await coordinator.OpenAsync(address), new()
        {
            ["Form.Phone"] = "06 11 22 33 44", ["Form.Prefers"] = nameof(ContactWay.TextMessage), ["Form.Place"] = "Zeist", ["Form.TravelsKilometres"] = "15", ["Form.AvailableOn"] = "TuesdayEvening", ["Form.Languages"] = "Arabisch",
            ["Form.Capacity"] = "2", ["Form.ConductDeclarationNumber"] = "2026-123", ["Form.ConductDeclarationUntil"] = "2028-01-31",
        });

        page.Text.ShouldContain("De gegevens zijn bewaard.");
        var stored = await Read(db => db.Volunteers.SingleAsync(v => v.Id == _case.Volunteer.Id, Cancel));
        (stored.Place, stored.TravelsKilometres, stored.Languages, stored.Capacity, stored.ConductDeclarationNumber).ShouldBe(("Zeist", 15, "Arabisch", 2, "2026-123"));
        stored.AvailableOn.ShouldBe([WeekPart.TuesdayEvening]);
        var account = await Read(db => db.Accounts.SingleAsync(a => a.Id == stored.AccountId, Cancel));
        (account.PhoneNumber, account.PreferredContact).ShouldBe(("06 11 22 33 44", ContactWay.TextMessage));
        stored.ConductDeclarationUntil.ShouldBe(new DateOnly(2028, 1, 31));
        (await coordinator.OpenAsync(address)).Find("input[value=TuesdayEvening]")!.HasAttribute("checked").ShouldBeTrue();
    }

    [Fact]
    public async Task SaveVolunteer_OfAnotherProject_IsNotFound()
    {
        await Should.ThrowAsync<NotFoundException>(As(await Given(A.Coordinator())).SendAsync(Known()));
        (await Should.ThrowAsync<CaseRuleException>(As(_case.Officer).SendAsync(Known()))).Code.ShouldBe("role-may-not");
        (await Should.ThrowAsync<CaseRuleException>(As(_case.Volunteer.Account).SendAsync(Known()))).Code.ShouldBe("role-may-not");
    }

    [Fact]
    public async Task SaveVolunteer_BadInput_IsRefusedAtItsFields()
    {
        var bad = Known() with
        {
            Place = " ",
            TravelsKilometres = 301,
            Capacity = 11,
            Languages = new string('x', 201),
            Wishes = new string('x', 1001),
            AvailableOn = [(WeekPart)77],
            ConductDeclarationUntil = Today.AddYears(6),
        };

        var refusal = await Should.ThrowAsync<ValidationException>(As(_case.Coordinator).SendAsync(bad));

        refusal.Errors.Select(e => e.PropertyName).ShouldBe(["Place", "TravelsKilometres", "AvailableOn[0]", "Languages", "Wishes", "Capacity", "ConductDeclarationUntil"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("bel maar", null, "Phone", "phone-signs")]
    [InlineData(null, ContactWay.Phone, "Prefers", "contact-way-phone")]
    [InlineData(null, ContactWay.Email, "Prefers", "contact-way-email")]
    public async Task SaveVolunteer_HowTheyAreReached_MustBeThere(string? phone, ContactWay? prefers, string field, string code)
    {
        var refusal = await Should.ThrowAsync<ValidationException>(As(_case.Coordinator).SendAsync(Known() with { Phone = phone, Prefers = prefers }));

        refusal.Errors.Select(e => (e.PropertyName, e.ErrorCode)).ShouldBe([(field, code)]);
    }

    [Fact]
    public async Task SaveVolunteer_DeclarationRenewed_EndsWhatWasAskedAboutItsEnd()
    {
        await As(_case.Coordinator).SendAsync(Known() with { ConductDeclarationUntil = Today.AddDays(-1) });
        await Host.SendAsync(Actor.System, new RemindOfDeclarationsCommand());
        var task = await OpenTask(_case, HumanTaskKind.CaseTask);

        await As(_case.Coordinator).SendAsync(Known() with { ConductDeclarationUntil = Today.AddYears(2) });

        (await Read(db => db.HumanTasks.SingleAsync(t => t.Id == task.Id, Cancel))).Status.ShouldBe(HumanTaskStatus.Cancelled);
        (await Read(db => db.DueWork.CountAsync(w => w.SubjectId == task.Id.Value, Cancel))).ShouldBe(0);
    }

    private SaveVolunteerCommand Known() => new() { VolunteerId = _case.Volunteer.Id.Value, Place = "Utrecht", Capacity = 1, IsActive = true };
}
