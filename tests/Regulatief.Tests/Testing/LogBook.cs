using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Regulatief.Tests.Testing;

/// <summary>What the product logs, as a log file would hold it: warnings and worse, and every level where a test asks for it, since to write all down takes longer than most tests.</summary>
public sealed class LogBook : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<string> _lines = new();
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public IReadOnlyCollection<string> Lines => _lines;

    public LogLevel Least { get; set; } = LogLevel.Warning;

    public void Clear()
    {
        Least = LogLevel.Warning;
        _lines.Clear();
    }

    /// <summary>Opens every level that a setting can open; what the product's own code closes stays closed.</summary>
    public void AttachTo(ILoggingBuilder logging) => logging.ClearProviders().AddProvider(this).Services.PostConfigure<LoggerFilterOptions>(options =>
    {
        options.MinLevel = LogLevel.Trace;
        var opened = options.Rules.Select(rule => new LoggerFilterRule(rule.ProviderName, rule.CategoryName, LogLevel.Trace, rule.Filter)).ToList();
        options.Rules.Clear();
        foreach (var rule in opened) options.Rules.Add(rule);
    });

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public ILogger CreateLogger(string categoryName) => new Writer(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Writer(LogBook book, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => book._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel >= book.Least;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            var scopes = new List<string>();
            book._scopes.ForEachScope((scope, list) => list.Add($"{scope}"), scopes);
            book._lines.Enqueue($"{logLevel} {category} [{string.Join(" > ", scopes)}] {formatter(state, exception)} {exception}");
        }
    }
}
