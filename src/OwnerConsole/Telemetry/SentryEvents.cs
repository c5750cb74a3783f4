using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using OwnerConsole.Data;
using OwnerConsole.Gates;
using Sentry;
using Sentry.Protocol;

namespace OwnerConsole.Telemetry;

/// <summary>Converts exceptions and slow queries to events of Sentry, without personal data.</summary>
internal static class SentryEvents
{
    private const int MaxCauses = 5,
        MaxTag = 200,
        MaxSql = 4_000;

    /// <summary>Values of log entries that become tags: names that the code defines, and ids of the console.</summary>
    private static readonly string[] s_tags = ["Operation", "Run", "Lane", "Method", "Route", "Request", "Type"];

    public static string Version { get; } =
        typeof(SentryEvents).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    /// <param name="category">Category of the log entry.</param>
    /// <param name="values">Values of the log entry by name.</param>
    /// <param name="request">Current request; null for work in the background.</param>
    public static SentryEvent Of(string category, Exception error, IReadOnlyList<KeyValuePair<string, object?>> values, HttpContext? request)
    {
        // Not the exception itself: the library would add its messages and data, such as rows of the database.
        var sent = new SentryEvent
        {
            Logger = category,
            Level = SentryLevel.Error,
            SentryExceptions = [.. Causes(error).Select(Describe)],
            // Never empty: the library would add an ID of this machine.
            User = new SentryUser { Id = (request is null ? null : Caller.Of(request)?.Id) ?? FindUser(values) ?? "system" },
        };
        if (values.Select(pair => pair.Value).OfType<string>().FirstOrDefault(IsTenant) is { } tenant)
            sent.SetTag("tenant", tenant); // a run in the background has no request that names it
        foreach (var (name, value) in values.Where(pair => s_tags.Contains(pair.Key, StringComparer.Ordinal)))
            if (Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 and <= MaxTag } text)
                sent.SetTag(name.ToLowerInvariant(), text);
        if (request is not null)
            AddRequest(sent, request);
        return sent;
    }

    /// <param name="query">Its text has no values of parameters, and is the same each time, so it is grouped by it.</param>
    /// <param name="request">Current request; null for work in the background.</param>
    public static SentryEvent Of(SlowQuery query, HttpContext? request)
    {
        var sql = query.Sql.Trim();
        var sent = new SentryEvent
        {
            Logger = "OwnerConsole.Data.SlowQueries",
            Level = SentryLevel.Warning,
            Message = new SentryMessage { Message = $"Slow query: {(sql.Length > MaxSql ? sql[..MaxSql] : sql)}" },
            Fingerprint = ["slow_query", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)))],
            // Never empty: the library would add an ID of this machine.
            User = new SentryUser { Id = (request is null ? null : Caller.Of(request)?.Id) ?? query.CallerId ?? "system" },
        };
        sent.SetTag("duration_ms", ((long)query.Took.TotalMilliseconds).ToString(CultureInfo.InvariantCulture));
        foreach (
            var (name, value) in new[]
            {
                ("operation", query.Operation ?? query.Origin),
                ("run", query.RunId),
                ("user", query.CallerId),
                ("tenant", query.Tenant),
            }
        )
            if (value is { Length: > 0 and <= MaxTag })
                sent.SetTag(name, value);
        if (request is not null)
            AddRequest(sent, request);
        return sent;
    }

    /// <returns>ID of the caller of a run; null if the log entry names none.</returns>
    private static string? FindUser(IReadOnlyList<KeyValuePair<string, object?>> values) => values.FirstOrDefault(pair => pair.Key == "User").Value as string;

    private static void AddRequest(SentryEvent sent, HttpContext request)
    {
        sent.SetTag("route", LoggedRoute.Of(request));
        var caller = Caller.Of(request);
        if (caller is not null)
            sent.SetTag("user", caller.Id);
        var tenant = request.Request.RouteValues.Values.OfType<string>().FirstOrDefault(IsTenant) ?? caller?.OnlyTenant;
        if (tenant is not null)
            sent.SetTag("tenant", tenant);
    }

    private static bool IsTenant(string value) =>
        value.StartsWith("tnt_", StringComparison.Ordinal) && value.Length <= MaxTag && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_');

    /// <returns>The innermost cause first, as Sentry expects.</returns>
    private static IEnumerable<Exception> Causes(Exception error)
    {
        var causes = new List<Exception>();
        for (Exception? cause = error; cause is not null && causes.Count < MaxCauses; cause = cause.InnerException)
            causes.Insert(0, cause);
        return causes;
    }

    private static SentryException Describe(Exception error) =>
        new()
        {
            Type = error.GetType().FullName,
            Module = error.GetType().Assembly.GetName().Name,
            Stacktrace = new SentryStackTrace
            {
                Frames = [.. new StackTrace(error, fNeedFileInfo: true).GetFrames().AsEnumerable().Reverse().Select(DescribeFrame)],
            },
        };

    private static SentryStackFrame DescribeFrame(StackFrame frame)
    {
        var method = frame.GetMethod();
        var module = method?.DeclaringType?.FullName;
        return new()
        {
            Function = method?.Name,
            Module = module,
            FileName = Path.GetFileName(frame.GetFileName()),
            LineNumber = frame.GetFileLineNumber() is var line and > 0 ? line : null,
            InApp = module?.StartsWith("OwnerConsole.", StringComparison.Ordinal) is true,
        };
    }
}
