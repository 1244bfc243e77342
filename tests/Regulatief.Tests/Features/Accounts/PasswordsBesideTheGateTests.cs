using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Persistence;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Accounts;
using Regulatief.Web.Hosting.StartUp;

namespace Regulatief.Tests.Features.Accounts;

/// <summary>Hashing a password takes long by intention. Whoever writes meanwhile does not wait for it: the gate is free at each hash and each check.</summary>
public sealed class PasswordsBesideTheGateTests : IAsyncLifetime
{
    private readonly GateWatchingHost _host = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _host.InitializeAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task LogIn_WhileThePasswordIsChecked_TheGateIsFree()
    {
        var officer = await A.ProbationOfficer().InAsync(_host);

        await _host.SendAsync(Actor.System, LoggingIn(officer.UserName, A.Password));
        await Should.ThrowAsync<CaseRuleException>(() => _host.SendAsync(Actor.System, LoggingIn(officer.UserName, "een-ander-wachtwoord")));

        _host.Hashes.ShouldBe([true, true]);
    }

    [Fact]
    public async Task LogIn_OldHash_IsRenewedWhileTheGateIsFree()
    {
        var officer = await A.ProbationOfficer().InAsync(_host);
        _host.FindsHashesOld = true;

        await _host.SendAsync(Actor.System, LoggingIn(officer.UserName, A.Password));

        _host.Hashes.ShouldBe([true, true]);
    }

    [Fact]
    public async Task LogIn_NameThatNobodyHas_IsCheckedAsLong()
    {
        _ = _host.Services.GetRequiredService<NobodysPassword>().Hash;
        _host.Hashes.Clear();

        await Should.ThrowAsync<CaseRuleException>(() => _host.SendAsync(Actor.System, LoggingIn("niemand", A.Password)));

        _host.Hashes.ShouldBe([true]);
    }

    [Fact]
    public async Task AcceptInvitation_WhileThePasswordIsHashed_TheGateIsFree()
    {
        var administrator = await A.Account(AccountRole.Administrator).InAsync(_host);
        var created = await _host.As(administrator).SendAsync(
            new CreateAccountCommand { Role = AccountRole.Manager, FirstName = "Joost", LastName = "van Dam", UserName = "joost" });

        await _host.SendAsync(Actor.System, new AcceptInvitationCommand(created.Code!, A.Password));

        _host.Hashes.ShouldBe([true]);
        await _host.SendAsync(Actor.System, LoggingIn("joost", A.Password));
    }

    [Fact]
    public async Task CreateFirstAdministrator_WhileThePasswordIsHashed_TheGateIsFree()
    {
        var file = await _host.ReadAsync(db => _host.Services.GetRequiredService<FirstAdministrator>().AwaitAsync(db, Cancel));
        var code = await File.ReadAllTextAsync(file!, Cancel);

        await _host.SendAsync(Actor.System, new CreateFirstAdministratorCommand(code, "Tom Bakker", "tom", A.Password));

        _host.Hashes.ShouldBe([true]);
    }

    [Fact]
    public async Task Control_AHashBehindTheGateIsSeen()
    {
        await using var scope = _host.Services.CreateAsyncScope();
        using var passage = await _host.Services.GetRequiredService<WriteGate>().EnterAsync(Cancel);

        scope.ServiceProvider.GetRequiredService<IPasswordHasher<Account>>().HashPassword(null!, A.Password);

        _host.Hashes.ShouldBe([false]);
    }

    private static LogInCommand LoggingIn(string? userName, string password) => new(userName, password, new LogInOrigin(SessionKind.Pages, "", null, null));

    /// <summary>Notes at each hash and each check whether a writer could go in.</summary>
    private sealed class GateWatchingHost() : RegulatiefHost(new SqliteDatabase())
    {
        public List<bool> Hashes { get; } = [];

        public bool FindsHashesOld { get; set; }

        protected override void Replace(IServiceCollection services) =>
            services.Replace(ServiceDescriptor.Scoped<IPasswordHasher<Account>>(provider => new Watch(this, provider.GetRequiredService<WriteGate>())));

        private void Look(WriteGate gate)
        {
            var entering = gate.EnterAsync(CancellationToken.None);
            Hashes.Add(entering.IsCompletedSuccessfully);
            _ = LeaveAsync(entering);
        }

        private static async Task LeaveAsync(Task<IDisposable> entering) => (await entering).Dispose();

        private sealed class Watch(GateWatchingHost host, WriteGate gate) : IPasswordHasher<Account>
        {
            private readonly PasswordHasher<Account> _hasher = new(Microsoft.Extensions.Options.Options.Create(new PasswordHasherOptions { IterationCount = 1 }));

            public string HashPassword(Account user, string password)
            {
                host.Look(gate);
                return _hasher.HashPassword(user, password);
            }

            public PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
            {
                host.Look(gate);
                var result = _hasher.VerifyHashedPassword(user, hashedPassword, providedPassword);
                return host.FindsHashesOld && result == PasswordVerificationResult.Success ? PasswordVerificationResult.SuccessRehashNeeded : result;
            }
        }
    }
}
