using Regulatief.Web.Features.Shared;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddRegulatiefPages();

var app = builder.Build();
app.UseRequestLocalization();
app.UseRouting();
app.MapStaticAssets();
app.MapControllers();
app.Run();
