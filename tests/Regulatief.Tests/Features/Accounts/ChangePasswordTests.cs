using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Accounts;

namespace Regulatief.Tests.Features.Accounts;

public sealed class ChangePasswordTests(SqliteHost host) : FeatureTest(host)
{
    private const string Fresh = "zeven groene paraplu's dansen";

    private Account _officer = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _officer = await Given(A.ProbationOfficer());
    }

    [Fact]
    public void LeakedPasswords_LongEnoughToBeChosen_AreMoreThanThreeThousand() => LeakedPasswords.Count.ShouldBeGreaterThan(3_000);

    [Theory]
    [InlineData("kort", "MinimumLengthValidator")]
    [InlineData("", "NotEmptyValidator")]
    [InlineData("passwordpassword", "password-guessed-first")]
    [InlineData("123456789012345", "password-guessed-first")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaa", "password-guessed-first")]
    [InlineData("qwertyuiopasdfgh", "password-guessed-first")]
    [InlineData("wachtwoordwachtwoord", "password-guessed-first")]
    [InlineData("zQjphsyf6ctifgu", "password-guessed-first")]
    [InlineData("ZQJPHSYF6CTIFGU", "password-guessed-first")]
    public async Task ChangePassword_ToOneThatIsShortOrGuessedFirst_IsRefused(string password, string code)
    {
        var refusal = await Should.ThrowAsync<ValidationException>(Change(A.Password, password));

        refusal.Errors.Select(e => (e.PropertyName, e.ErrorCode)).ShouldContain(("Password", code));
    }

    [Theory]
    [InlineData("drie koeien op de maan")]
    [InlineData("ÜñïçødéZonderRegels")]
    [InlineData("    met spaties vooraan")]
    public async Task ChangePassword_OfAnyKindOfSigns_IsTaken(string password)
    {
        await Change(A.Password, password);

        (await Verify(password)).ShouldBe(PasswordVerificationResult.Success);
    }

    [Fact]
    public async Task ChangePassword_PresentOneIsAnother_IsRefusedAtItsField()
    {
        var refusal = await Should.ThrowAsync<ValidationException>(Change("een-ander-wachtwoord", Fresh));

        refusal.Errors.Select(e => (e.PropertyName, e.ErrorCode)).ShouldBe([("CurrentPassword", "password-wrong")]);
    }

    [Fact]
    public async Task ChangePassword_OnThePage_EndsAllOtherSessionsAndForgetsKnownDevices()
    {
        var (here, there) = (await As(_officer).BrowseAsync(), await As(_officer).BrowseAsync());
        var stamp = _officer.SecurityStamp;

        var page = await here.SubmitAsync(await here.OpenAsync("/mijn-account"), new() { ["Form.CurrentPassword"] = A.Password, ["Form.Password"] = Fresh });

        page.Text.ShouldContain("Uw wachtwoord is gewijzigd.");
        (await here.OpenAsync("/")).Path.ShouldBe("/");
        (await there.OpenAsync("/")).Url.AbsolutePath.ShouldBe("/inloggen");
        (await Read(db => db.Accounts.SingleAsync(Cancel))).SecurityStamp.ShouldNotBe(stamp);
    }

    [Fact]
    public async Task ChangePassword_WithAKey_KeepsNeitherPasswordNorItsHash()
    {
        await As(_officer).SendAsync(new ChangePasswordCommand { CurrentPassword = A.Password, Password = Fresh }, "sleutel");

        var kept = (await Read(db => db.IdempotencyRecords.SingleAsync(Cancel))).BodyHash;
        await Read(db => db.IdempotencyRecords.ExecuteDeleteAsync(Cancel));
        await As(_officer).SendAsync(new ChangePasswordCommand { CurrentPassword = Fresh, Password = A.Password }, "sleutel");
        (await Read(db => db.IdempotencyRecords.SingleAsync(Cancel))).BodyHash.ShouldBe(kept);
    }

    private Task<Guid> Change(string current, string password) => As(_officer).SendAsync(new ChangePasswordCommand { CurrentPassword = current, Password = password });

    private async Task<PasswordVerificationResult> Verify(string password)
    {
        var account = await Read(db => db.Accounts.SingleAsync(Cancel));
        return new PasswordHasher<Account>().VerifyHashedPassword(account, account.PasswordHash!, password) is PasswordVerificationResult.Failed
            ? PasswordVerificationResult.Failed
            : PasswordVerificationResult.Success;
    }
}
