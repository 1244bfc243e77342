using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Persistence;
using Regulatief.Web.ElsaApi;
using Regulatief.Web.Features.Accounts;
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
        services.AddDataProtection().SetApplicationName("Regulatief").PersistKeysToFileSystem(new DirectoryInfo(keys.Path));

        services.AddIdentityCore<Account>(options =>
            {
                options.Password.RequiredLength = PasswordRules.MinLength;
                options.Password.RequireNonAlphanumeric = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireDigit = false;
            })
            .AddUserStore<UserOnlyStore<Account, RegulatiefDbContext, Guid>>()
            .AddClaimsPrincipalFactory<AccountClaims>()
            .AddSignInManager();

        services.AddAuthentication(CookieOrBearer)
            .AddScheme<AuthenticationSchemeOptions, OutsideKey>(OutsideKey.SchemeName, null)
            .AddPolicyScheme(CookieOrBearer, null, options => options.ForwardDefaultSelector = SchemeFor)
            .AddScheme<AuthenticationSchemeOptions, HubTicketScheme>(HubTicketScheme.SchemeName, null)
            .AddBearerToken(IdentityConstants.BearerScheme, options => options.BearerTokenExpiration = Session.LongestOfToken)
            .AddCookie(IdentityConstants.ApplicationScheme, options =>
            {
                options.Cookie.Name = "regulatief";
                options.Cookie.HttpOnly = true;
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.Cookie.SecurePolicy = WebServices.SecureCookies(environment);
                // The session in the database says when it ends; the cookie is kept as long as that can be.
                options.ExpireTimeSpan = Session.LongestOfPages;
                options.SlidingExpiration = false;
                options.LoginPath = "/inloggen";
                options.AccessDeniedPath = "/fout/403";
                options.ReturnUrlParameter = "terug";
            });

        services.AddAuthorization(Policies.AddTo);
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusedAccess>();
        services.AddSingleton<FirstAdministrator>();
        // OWASP's count for PBKDF2 with HMAC-SHA512, which Identity uses (Password Storage Cheat Sheet); an older hash is made anew at the next log-in.
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = 210_000);
        services.AddRateLimiter(Limits.AddTo);
        services.AddSingleton<NobodysPassword>();
        services.AddSingleton<KnownDevice>();
        services.AddScoped<NewPassword>();
        services.AddScoped<HeldForms>();
        services.AddScoped<CurrentActor>();
        services.AddScoped<RequestKey>();
        services.AddScoped(provider => provider.GetRequiredService<CurrentActor>().Value);
        return services;
    }

    private static string SchemeFor(HttpContext context) =>
        context.Request.Headers.Authorization.Count > 0 || ElsaErrors.IsOfElsa(context.Request.Path) ? IdentityConstants.BearerScheme : IdentityConstants.ApplicationScheme;

    /// <summary>The id and the role; names are looked up where they are shown.</summary>
    private sealed class AccountClaims(UserManager<Account> accounts, IOptions<IdentityOptions> options)
        : UserClaimsPrincipalFactory<Account>(accounts, options)
    {
        protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Account user)
        {
            var identity = await base.GenerateClaimsAsync(user);
            identity.AddClaim(new Claim(identity.RoleClaimType, user.Role.ToString()));
            return identity;
        }
    }
}
