using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Regulatief.Cases.Accounts;
using Regulatief.Web.ElsaApi;
using Regulatief.Web.Features.Accounts;
using Regulatief.Web.Features.ClientAccounts;
using Regulatief.Web.Hosting.Options;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Hosting.StartUp;

internal static class AccountServices
{
    private const string CookieOrBearer = nameof(CookieOrBearer);

    /// <summary>Local accounts, a cookie for pages and an opaque bearer token for the API.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        var keys = KeyFolder.In(configuration, environment);
        services.AddSingleton(keys);
        KeyOptions.In(configuration)
            .Protect(services.AddDataProtection().SetApplicationName("Regulatief").PersistKeysToFileSystem(new DirectoryInfo(keys.Path)));

        services.AddIdentityCore<Account>(options =>
            {
                options.Password.RequiredLength = PasswordRules.MinLength;
                options.Password.RequireNonAlphanumeric = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireDigit = false;
            })
            .AddUserStore<AccountStore>()
            .AddUserManager<AccountManager>()
            .AddSignInManager();

        var logIns = services.AddAuthentication(CookieOrBearer)
            .AddScheme<AuthenticationSchemeOptions, OutsideKey>(OutsideKey.SchemeName, null)
            .AddPolicyScheme(CookieOrBearer, null, options => options.ForwardDefaultSelector = SchemeFor)
            .AddScheme<AuthenticationSchemeOptions, HubTicketScheme>(HubTicketScheme.SchemeName, null)
            .AddScheme<AuthenticationSchemeOptions, PersonalToken>(PersonalToken.SchemeName, null)
            .AddBearerToken(IdentityConstants.BearerScheme, options => options.BearerTokenExpiration = Session.LongestOfToken)
            .AddCookie(IdentityConstants.ApplicationScheme, options =>
            {
                Cookies.Name(options.Cookie, "regulatief", environment);
                options.Cookie.HttpOnly = true;
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.Cookie.SecurePolicy = Cookies.SecurePolicy(environment);
                // The session in the database says when it ends; the cookie is kept as long as that can be.
                options.ExpireTimeSpan = Session.LongestOfPages;
                options.SlidingExpiration = false;
                options.LoginPath = "/inloggen";
                options.AccessDeniedPath = "/fout/403";
                options.ReturnUrlParameter = "terug";
            })
            .AddCookie(HalfLogIn.Scheme, options =>
            {
                Cookies.Name(options.Cookie, "regulatief-half", environment);
                // It may be given to who is just coming from the organisation's log-in.
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.Cookie.SecurePolicy = Cookies.SecurePolicy(environment);
                options.ExpireTimeSpan = HalfLogIn.ValidFor;
                options.SlidingExpiration = false;
            })
            // What Identity asked a passkey to sign.
            .AddCookie(IdentityConstants.TwoFactorUserIdScheme, options =>
            {
                Cookies.Name(options.Cookie, "regulatief-passkey", environment);
                options.Cookie.SameSite = SameSiteMode.Strict;
                options.Cookie.SecurePolicy = Cookies.SecurePolicy(environment);
                options.ExpireTimeSpan = HalfLogIn.ValidFor;
                options.SlidingExpiration = false;
            });
        services.AddFederation(logIns, configuration, environment);
        services.Configure<IdentityPasskeyOptions>(options =>
        {
            // With the person verified it is two factors by itself, and it is found without a user name.
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "required";
            options.AuthenticatorTimeout = HalfLogIn.ValidFor;
            options.ValidateOrigin = context => ValueTask.FromResult(!context.CrossOrigin && context.Origin == $"{context.HttpContext.Request.Scheme}://{context.HttpContext.Request.Host}");
        });
        services.Configure<SecondFactorOptions>(configuration.GetSection(SecondFactorOptions.Section));

        services.AddAuthorization(Policies.AddTo);
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusedAccess>();
        services.AddSingleton<FirstAdministrator>();
        // OWASP's count for PBKDF2 with HMAC-SHA512, which Identity uses (Password Storage Cheat Sheet); an older hash is made anew at the next log-in.
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = 210_000);
        services.AddRateLimiter(Limits.AddTo);
        services.AddSingleton<NobodysPassword>();
        services.AddSingleton<KnownDevice>();
        services.AddScoped<NewPassword>();
        services.AddScoped<NewClientCode>();
        services.AddScoped<Invitations>();
        services.AddScoped<ClientAccountNews>();
        services.AddScoped<CheckedPassword>();
        services.AddScoped<SecondFactors>();
        services.AddScoped<Passkeys>();
        services.AddScoped<LogInAttempts>();
        services.AddScoped<AccountNews>();
        services.AddScoped<AccountTies>();
        services.AddSingleton<NewAuthenticatorKey>();
        services.AddSingleton(provider => new AuthenticatorClock(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<FactorRules>();
        services.AddScoped<HeldForms>();
        services.AddScoped<CurrentActor>();
        services.AddScoped<RequestKey>();
        services.AddScoped(provider => provider.GetRequiredService<CurrentActor>().Value);
        return services;
    }

    private static string SchemeFor(HttpContext context) => context switch
    {
        _ when PersonalToken.IsIn(context.Request) => PersonalToken.SchemeName,
        _ when context.Request.Headers.Authorization.Count > 0 || ElsaErrors.IsOfElsa(context.Request.Path) => IdentityConstants.BearerScheme,
        _ => IdentityConstants.ApplicationScheme,
    };
}
