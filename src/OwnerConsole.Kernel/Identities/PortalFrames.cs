using System.Text.RegularExpressions;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Identities;

/// <summary>Whose pages may show a tenant's own pages in a frame. Every one of them says so to the browser, so a copy is kept: this node hears of a change at once, others within some seconds.</summary>
public sealed partial class PortalFrames(Database database, Notices notices, TimeProvider clock)
{
    public static readonly Setting Setting = new(
        "portal.embedded_by",
        SettingCategory.Security,
        "Tenants' pages in a frame",
        "The origins of your application whose pages may show the tenants' own pages in a frame. While nothing is said, none may; they can be opened by a link all the same.",
        ""
    )
    {
        Most = 1000,
        Fits = text => Origins(text).All(origin => Form().IsMatch(origin)),
        Form = Sentence.Say($"Write each as https://app.example.com or https://*.example.com, with a space between them; http is for this machine alone."),
    };

    /// <summary>The pages of the tenants' own, and nothing else, are under it.</summary>
    public const string Pages = "/account";

    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(2);

    private Kept _kept = new("'none'", DateTimeOffset.MinValue, Task.CompletedTask);

    /// <returns>as the header says it: <c>'none'</c>, or origins</returns>
    public async ValueTask<string> Now(CancellationToken stop)
    {
        var kept = _kept;
        if (!kept.Changed.IsCompleted && clock.GetUtcNow() - kept.At < s_fresh)
            return kept.Ancestors;
        var changed = notices.Next(Choices.Channel);
        Bound.Lift();
        await using var work = await database.Read(stop);
        var origins = Origins(await Setting.Of(work));
        _kept = new(origins.Length == 0 ? "'none'" : string.Join(' ', origins), clock.GetUtcNow(), changed);
        return _kept.Ancestors;
    }

    private static string[] Origins(string text) => text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(
        @"^(https://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*|http://(localhost|127\.0\.0\.1))(:[0-9]{1,5})?\z",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Form();

    private sealed record Kept(string Ancestors, DateTimeOffset At, Task Changed);
}
