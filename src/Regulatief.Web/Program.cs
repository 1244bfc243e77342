using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Regulatief.Web.ElsaApi;
using Regulatief.Web.Features.Shared;
using Regulatief.Web.Features.Studio;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Commands;

if (CommandLine.Names(args)) return await CommandLine.RunAsync(args);

var builder = WebApplication.CreateBuilder(args);
builder.Configuration.AddRegulatiefSettings(args);
if ((DatabaseOptions.Refusal(builder.Configuration) ?? Roles.Refusal(builder.Configuration)) is { } refusal)
{
    await Console.Error.WriteLineAsync(refusal);
    return ExitCode.Unreadable;
}

builder.Services
    .AddDevelopment(builder.Environment)
    .AddRegulatiefCases(builder.Configuration)
    .AddRegulatiefWeb(builder.Configuration)
    .AddElsaApi()
    .AddAccounts(builder.Configuration, builder.Environment)
    .AddJobs(builder.Configuration);

var app = builder.Build();
await app.PrepareAsync();

app.UseWhen(context => !context.Request.Path.StartsWithSegments(StudioFiles.Path), pages => pages.UseSecurityHeaders(WebServices.Headers));
app.UseWhen(context => context.Request.Path.StartsWithSegments(StudioFiles.Path), studio => studio.UseSecurityHeaders(WebServices.StudioHeaders).UseStudioFiles());
app.UseRequestLocalization();
app.UseWhen(context => ProblemAnswers.IsOfApi(context.Request.Path), api => api.UseStatusCodePages());
app.UseWhen(context => ElsaErrors.IsOfElsa(context.Request.Path), elsa => elsa.UseStatusCodePages(ElsaErrors.WriteAsync));
app.UseWhen(context => !ProblemAnswers.IsOfApi(context.Request.Path) && !ElsaErrors.IsOfElsa(context.Request.Path), pages => pages.UseStatusCodePagesWithReExecute("/fout/{0}"));
// What was not found is an answer here, not a failure: without this the handler would throw it again.
app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/fout/500", AllowStatusCode404Response = true });
app.UseRouting();
app.UseAuthentication();
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
    app.MapHub<WorkflowInstanceHub>(WorkflowInstanceHub.Path);
    app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
}

app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(DatabaseHealth.Ready) }).AllowAnonymous();

await app.RunAsync();
return ExitCode.Fine;
