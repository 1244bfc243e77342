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
using Regulatief.Web.Hosting.Options;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Hosting.StartUp;

internal static class AccountServices
{
    private const string CookieOrBearer = nameof(CookieOrBearer);

    /// <summary>Local accounts, a cookie for pages and an opaque bearer token for the API.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        var keys = configuration.GetSection(KeyOptions.Section).Get<KeyOptions>() ?? new KeyOptions();
        services.AddDataProtection().SetApplicationName("Regulatief")
            .PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(environment.ContentRootPath, keys.Path)));

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
            .AddBearerToken(IdentityConstants.BearerScheme, options =>
            {
                options.BearerTokenExpiration = TimeSpan.FromHours(1);
                // A browser cannot give a web socket a header.
                options.Events.OnMessageReceived = message =>
                {
                    if (message.Request.Path.StartsWithSegments(WorkflowInstanceHub.Path)) message.Token = message.Request.Query["access_token"];
                    return Task.CompletedTask;
                };
            })
            .AddCookie(IdentityConstants.ApplicationScheme, options =>
            {
                options.Cookie.Name = "regulatief";
                options.Cookie.HttpOnly = true;
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.Cookie.SecurePolicy = environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
                options.ExpireTimeSpan = TimeSpan.FromHours(10);
                options.LoginPath = "/inloggen";
                options.AccessDeniedPath = "/fout/403";
                options.ReturnUrlParameter = "terug";
            });

        services.AddAuthorization(Policies.AddTo);
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusedAccess>();
        services.AddSingleton<FirstAdministrator>();
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
