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
                options.Password.RequiredLength = 12;
                options.Password.RequireNonAlphanumeric = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireDigit = false;
                options.Lockout.MaxFailedAccessAttempts = 10;
            })
            .AddUserStore<UserOnlyStore<Account, RegulatiefDbContext, Guid>>()
            .AddClaimsPrincipalFactory<AccountClaims>()
            .AddSignInManager();

        services.AddAuthentication(CookieOrBearer)
            .AddScheme<AuthenticationSchemeOptions, OutsideKey>(OutsideKey.SchemeName, null)
            .AddPolicyScheme(CookieOrBearer, null, options => options.ForwardDefaultSelector = SchemeFor)
            .AddScheme<AuthenticationSchemeOptions, HubTicketScheme>(HubTicketScheme.SchemeName, null)
            .AddBearerToken(IdentityConstants.BearerScheme, options => options.BearerTokenExpiration = TimeSpan.FromHours(1))
            .AddCookie(IdentityConstants.ApplicationScheme, options =>
            {
                options.Cookie.Name = "regulatief";
                options.Cookie.HttpOnly = true;
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.Cookie.SecurePolicy = WebServices.SecureCookies(environment);
                options.ExpireTimeSpan = TimeSpan.FromHours(10);
                options.LoginPath = "/inloggen";
                options.AccessDeniedPath = "/fout/403";
                options.ReturnUrlParameter = "terug";
            });

        services.AddAuthorization(Policies.AddTo);
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusedAccess>();
        services.AddSingleton<FirstAdministrator>();
        services.AddScoped<FirstPassword>();
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
