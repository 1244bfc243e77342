using Microsoft.AspNetCore.Http.Connections;
using Regulatief.Web.ElsaApi;
using Regulatief.Web.Features.Shared;
using Regulatief.Web.Features.Studio;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Commands;
using Regulatief.Web.Hosting.Health;
using Regulatief.Web.Hosting.Jobs;
using Regulatief.Web.Hosting.Options;
using Regulatief.Web.Hosting.Pipeline;
using Regulatief.Web.Hosting.StartUp;

if (CommandLine.Names(args)) return await CommandLine.RunAsync(args);

var builder = WebApplication.CreateBuilder(args);
builder.Configuration.AddRegulatiefSettings(args);
if ((DatabaseOptions.Refusal(builder.Configuration) ?? Roles.Refusal(builder.Configuration) ?? AllowedHosts.Refusal(builder.Configuration, builder.Environment)) is { } refusal)
{
    await Console.Error.WriteLineAsync(refusal);
    return ExitCode.Unreadable;
}

builder.ListenSomewhere();
builder.AddRegulatief();

var app = builder.Build();
try
{
    await app.PrepareAsync();
}
catch (Exception exception) when (StartUp.DatabaseRefusal(exception) is { } refused)
{
    await Console.Error.WriteLineAsync(refused);
    return ExitCode.NoDatabase;
}

app.UseForwardedHeaders();
app.Use(app.Services.GetRequiredService<SiteFiles>().ServeAsync);
app.UseWhen(context => !WebServices.HasPolicyOfItsOwn(context.Request.Path), pages => pages.UseSecurityHeaders(WebServices.HeadersFor(app.Configuration)));
app.UseWhen(context => context.Request.Path.StartsWithSegments(JobDashboard.Path), dashboard => dashboard.UseSecurityHeaders(WebServices.JobDashboardHeaders));
app.UseWhen(context => context.Request.Path.StartsWithSegments(StudioFiles.Path), studio => studio.UseSecurityHeaders(WebServices.StudioHeaders).UseStudioFiles());
app.UseCookiePolicy();
app.UseMiddleware<NoStore>();
app.UseRequestLocalization();
app.UseWhen(context => ProblemAnswers.IsOfApi(context.Request.Path), api => api.UseStatusCodePages());
app.UseWhen(context => ElsaErrors.IsOfElsa(context.Request.Path), elsa => elsa.UseStatusCodePages(ElsaErrors.WriteAsync));
app.UseWhen(context => !ProblemAnswers.IsOfApi(context.Request.Path) && !ElsaErrors.IsOfElsa(context.Request.Path), pages => pages.UseStatusCodePagesWithReExecute("/fout/{0}"));
// What was not found is an answer here, not a failure: without this the handler would throw it again.
app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/fout/500", AllowStatusCode404Response = true });
app.UseWhen(context => context.Request.Path.StartsWithSegments(WorkflowInstanceHub.Path) || context.Request.Path.StartsWithSegments(NoticesHub.Path), hub => hub.UseMiddleware<OwnOrigin>());
app.UseRouting();
app.UseAuthentication();
// Behind it, since some limits are of an account; before whatever asks the database.
app.UseRateLimiter();
app.UseMiddleware<ActorMiddleware>();
app.UseAuthorization();

if (Roles.In(app.Configuration) == Role.Worker)
{
    // Without it the policy for all that has none of its own would ask who comes here to log in.
    app.MapFallback(() => Results.NotFound()).AllowAnonymous();
}
else
{
    app.MapRegulatiefPages();
    app.MapJobDashboard();
    app.MapHub<WorkflowInstanceHub>(WorkflowInstanceHub.Path).RequireRateLimiting(Limits.Search);
    app.MapHub<NoticesHub>(NoticesHub.Path, hub => hub.Transports = HttpTransportType.WebSockets).RequireRateLimiting(Limits.Pages);
    var description = app.MapOpenApi("/openapi/{documentName}.json");
    if (app.Environment.IsDevelopment()) description.AllowAnonymous();
}

app.MapHealth();

await app.RunAsync();
return ExitCode.Fine;
