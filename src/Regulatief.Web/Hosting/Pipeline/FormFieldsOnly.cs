using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Regulatief.Web.Hosting.Pipeline;

/// <summary>What a form leaves out is not taken from its address instead: what comes with a form's address counts only where an action asks for it by <c>[FromQuery]</c>.</summary>
internal sealed class FormFieldsOnly : IValueProviderFactory
{
    public Task CreateValueProviderAsync(ValueProviderFactoryContext context)
    {
        var request = context.ActionContext.HttpContext.Request;
        var query = new QueryStringValueProvider(BindingSource.Query, request.Query, CultureInfo.InvariantCulture);
        context.ValueProviders.Add(request.HasFormContentType ? new Asked(query) : query);
        return Task.CompletedTask;
    }

    private sealed class Asked(QueryStringValueProvider query) : IBindingSourceValueProvider
    {
        public IValueProvider? Filter(BindingSource bindingSource) => bindingSource == BindingSource.Query ? query : null;

        public bool ContainsPrefix(string prefix) => false;

        public ValueProviderResult GetValue(string key) => ValueProviderResult.None;
    }
}
