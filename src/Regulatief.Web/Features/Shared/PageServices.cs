using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.WebEncoders;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Features.Shared;

/// <summary>What every page needs: views found beside their slice, texts, dates and the language of the request.</summary>
internal static class PageServices
{
    public static IServiceCollection AddRegulatiefPages(this IServiceCollection services, IHostEnvironment environment)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new Texts(typeof(Texts).Assembly));
        services.AddSingleton<Dates>();
        services.AddSingleton<SiteFiles>();

        // A validator says what is missing, in the person's language; MVC's own "required" speaks English.
        services.AddControllersWithViews(options =>
        {
            options.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
            options.ValueProviderFactories.RemoveType<QueryStringValueProviderFactory>();
            options.ValueProviderFactories.Add(new FormFieldsOnly());
        });
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddSingleton<IConfigureOptions<MvcOptions>, BindingMessages>();
        services.Configure<RazorViewEngineOptions>(options =>
        {
            options.ViewLocationExpanders.Add(new FeatureViewLocations());
            options.ViewLocationFormats.Clear();
            options.ViewLocationFormats.Add("/Features/{2}/{0}.cshtml");
            options.ViewLocationFormats.Add("/Features/Shared/{0}.cshtml");
        });
        services.Configure<RequestLocalizationOptions>(options =>
        {
            options.DefaultRequestCulture = new RequestCulture(Languages.Dutch);
            options.SupportedCultures = [.. Languages.All];
            options.SupportedUICultures = [.. Languages.All];
            options.RequestCultureProviders = [new CookieRequestCultureProvider { CookieName = LanguageController.CookieIn(environment) }];
        });
        return services;
    }

    public static void MapRegulatiefPages(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapStaticAssets().AllowAnonymous().Add(file => file.RequestDelegate = WithCharset(file.RequestDelegate!));
        endpoints.MapGet(SiteFiles.Styles, (HttpContext context, SiteFiles files) => files.AnswerStyles(context)).AllowAnonymous().ExcludeFromDescription();
        endpoints.MapControllers();
    }

    /// <summary>Scripts are written in UTF-8, and say so: who guesses could be made to guess otherwise.</summary>
    private static RequestDelegate WithCharset(RequestDelegate serve) => context =>
    {
        context.Response.OnStarting(() =>
        {
            if (context.Response.ContentType == "text/javascript") context.Response.ContentType = "text/javascript; charset=utf-8";
            return Task.CompletedTask;
        });
        return serve(context);
    };

    /// <summary>A controller's views stand in the folder of its capability, whatever the controller is called.</summary>
    private sealed class FeatureViewLocations : IViewLocationExpander
    {
        private const string Capability = "capability";

        public void PopulateValues(ViewLocationExpanderContext context)
        {
            if (context.ActionContext.ActionDescriptor is Microsoft.AspNetCore.Mvc.Controllers.ControllerActionDescriptor action)
                context.Values[Capability] = action.ControllerTypeInfo.Namespace?.Split("Features.").Last().Replace('.', '/');
        }

        public IEnumerable<string> ExpandViewLocations(ViewLocationExpanderContext context, IEnumerable<string> viewLocations)
        {
            var capability = context.Values.TryGetValue(Capability, out var found) && found is not null ? found : "Shared";
            return viewLocations.Select(location => location.Replace("{2}", capability, StringComparison.Ordinal));
        }
    }

    /// <summary>What a person reads when a value cannot be read at all: a date that is none, letters in a number.</summary>
    private sealed class BindingMessages(Texts texts) : IConfigureOptions<MvcOptions>
    {
        public void Configure(MvcOptions options)
        {
            var messages = options.ModelBindingMessageProvider;
            messages.SetAttemptedValueIsInvalidAccessor((value, _) => texts["Binding.InvalidValue", value]);
            messages.SetNonPropertyAttemptedValueIsInvalidAccessor(value => texts["Binding.InvalidValue", value]);
            messages.SetUnknownValueIsInvalidAccessor(_ => texts["Binding.UnknownValue"]);
            messages.SetNonPropertyUnknownValueIsInvalidAccessor(() => texts["Binding.UnknownValue"]);
            messages.SetValueIsInvalidAccessor(value => texts["Binding.InvalidValue", value]);
            messages.SetValueMustBeANumberAccessor(_ => texts["Binding.NotANumber"]);
            messages.SetNonPropertyValueMustBeANumberAccessor(() => texts["Binding.NotANumber"]);
            messages.SetValueMustNotBeNullAccessor(_ => texts["Binding.Missing"]);
            messages.SetMissingBindRequiredValueAccessor(_ => texts["Binding.Missing"]);
            messages.SetMissingKeyOrValueAccessor(() => texts["Binding.Missing"]);
            messages.SetMissingRequestBodyRequiredValueAccessor(() => texts["Binding.Missing"]);
        }
    }
}
