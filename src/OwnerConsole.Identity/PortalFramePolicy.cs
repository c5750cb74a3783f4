using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Identity;

/// <summary>
/// Origins that can embed the customer portal. Cached, because every portal page sends them: this node sees a change immediately, others within a few
/// seconds.
/// </summary>
public sealed partial class PortalFramePolicy(Database database, NotificationListener notices, TimeProvider clock)
{
    public static readonly Setting Setting = new(
        "portal.embedded_by",
        SettingCategory.Security,
        "Portal embed origins",
        "Origins of your application that can embed the customer portal in a frame. Until set, the portal can only be opened by link.",
        ""
    )
    {
        Max = 1000,
        IsValid = text => Origins(text).All(origin => Pattern().IsMatch(origin)),
        FormatHelp = Sentence.Say(
            $"Each origin must look like https://app.example.com or https://*.example.com. Separate origins with spaces. http is allowed only for localhost."
        ),
    };

    /// <summary>Path prefix of all portal pages, and of nothing else.</summary>
    public const string PathPrefix = "/account";

    private static readonly TimeSpan s_cacheLifetime = TimeSpan.FromSeconds(2);

    private CacheEntry _cache = new("'none'", DateTimeOffset.MinValue, Task.CompletedTask);

    /// <returns>Value for the frame-ancestors directive: <c>'none'</c> or the origins.</returns>
    public async ValueTask<string> GetAncestors(CancellationToken stop)
    {
        var kept = _cache;
        if (!kept.Changed.IsCompleted && clock.GetUtcNow() - kept.At < s_cacheLifetime)
            return kept.Ancestors;
        var changed = notices.Next(SettingValues.Channel);
        TenantScope.Clear();
        await using var work = await database.Read(stop);
        var origins = Origins(await Setting.Get(work));
        _cache = new(origins.Length == 0 ? "'none'" : string.Join(' ', origins), clock.GetUtcNow(), changed);
        return _cache.Ancestors;
    }

    private static string[] Origins(string text) => text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(
        @"^(https://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*|http://(localhost|127\.0\.0\.1))(:[0-9]{1,5})?\z",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Pattern();

    private sealed record CacheEntry(string Ancestors, DateTimeOffset At, Task Changed);
}
