using Regulatief.Web.Hosting.Calendars;
using Regulatief.Web.Hosting.Jobs;
using Regulatief.Web.Hosting.Mailing;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Web.Hosting.StartUp;

internal static class MailServices
{
    /// <summary>What promises mails, texts and messages for devices, and what hands them on.</summary>
    public static IServiceCollection AddMail(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        var mail = configuration.Checked<MailOptions>(MailOptions.Section, o => o.Problem(environment.IsDevelopment()));
        var sms = configuration.Checked<SmsOptions>(SmsOptions.Section, o => o.Problem(environment.IsDevelopment(), mail.Site));
        var push = configuration.Checked<PushOptions>(PushOptions.Section, o => o.Problem());
        services.AddSingleton(Microsoft.Extensions.Options.Options.Create(mail));
        services.AddSingleton(Microsoft.Extensions.Options.Options.Create(sms));
        services.AddSingleton(Microsoft.Extensions.Options.Options.Create(push));
        services.AddSingleton(new MessageTemplates(typeof(MessageTemplates).Assembly));
        services.AddSingleton<CalendarFile>();
        services.AddSingleton<CalendarAddress>();
        services.AddSingleton<Postbox>();
        if (mail.Folder.Length > 0) services.AddSingleton<IMailer, FolderMailer>();
        else services.AddSingleton<IMailer, SmtpMailer>();
        if (sms.Folder.Length > 0) services.AddSingleton<ISmsGateway, FolderSmsGateway>();
        else services.AddSingleton<ISmsGateway, HttpSmsGateway>();
        services.AddOutsideClient(nameof(HttpSmsGateway));
        services.AddOutsideClient(nameof(PushPost));
        services.AddSingleton<VapidKeys>();
        services.AddSingleton<PushPost>();
        services.AddSingleton<NoticeChannels>();
        return services.AddSingleton<MailDelivery>().AddSingleton<ShortMessageDelivery>();
    }
}
