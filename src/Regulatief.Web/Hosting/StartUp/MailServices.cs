using Regulatief.Web.Hosting.Calendars;
using Regulatief.Web.Hosting.Jobs;
using Regulatief.Web.Hosting.Mailing;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Web.Hosting.StartUp;

internal static class MailServices
{
    /// <summary>What promises mails and what hands them on.</summary>
    public static IServiceCollection AddMail(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        var mail = configuration.Checked<MailOptions>(MailOptions.Section, o => o.Problem(environment.IsDevelopment()));
        services.AddSingleton(Microsoft.Extensions.Options.Options.Create(mail));
        services.AddSingleton<CalendarFile>();
        services.AddSingleton<CalendarAddress>();
        services.AddSingleton<Postbox>();
        if (mail.Folder.Length > 0) services.AddSingleton<IMailer, FolderMailer>();
        else services.AddSingleton<IMailer, SmtpMailer>();
        return services.AddSingleton<MailDelivery>();
    }
}
