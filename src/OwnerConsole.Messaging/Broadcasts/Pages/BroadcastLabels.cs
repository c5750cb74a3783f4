using OwnerConsole.Data;
using OwnerConsole.Messaging.Notifications.Public;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Messaging.Broadcasts.Pages;

/// <summary>Words for broadcasts on pages.</summary>
internal static class BroadcastLabels
{
    public static (Glyph Glyph, Tone Tone, string Word) Badge(BroadcastState state) =>
        state switch
        {
            BroadcastState.Draft => (Glyph.List, Tone.Plain, "Draft"),
            BroadcastState.Scheduled => (Glyph.Clock, Tone.Info, "Scheduled"),
            BroadcastState.Sending => (Glyph.Send, Tone.Info, "Sending"),
            BroadcastState.Sent => (Glyph.Check, Tone.Good, "Sent"),
            BroadcastState.Stopped => (Glyph.Stop, Tone.Soon, "Stopped"),
            _ => (Glyph.Cross, Tone.Bad, "Failed"),
        };

    public static string Word(BroadcastKind kind) =>
        kind switch
        {
            BroadcastKind.FeatureUpdate => "Feature update",
            BroadcastKind.SystemAlert => "System alert",
            _ => "Announcement",
        };

    public static string Word(MessagePriority priority) => priority.ToString();

    public static string Word(RecipientGroup group) => group is RecipientGroup.Excluded ? "Left out" : group.ToString();

    public static (Glyph Glyph, Tone Tone, string Word) Badge(RecipientState state) =>
        state switch
        {
            RecipientState.Sent => (Glyph.Check, Tone.Good, "Sent"),
            RecipientState.Delivered => (Glyph.Check, Tone.Good, "Delivered"),
            RecipientState.Queued => (Glyph.Clock, Tone.Info, "Queued"),
            RecipientState.Excluded => (Glyph.Info, Tone.Plain, "Left out"),
            RecipientState.Skipped => (Glyph.Info, Tone.Plain, "Skipped"),
            RecipientState.Stopped => (Glyph.Stop, Tone.Soon, "Stopped"),
            _ => (Glyph.Cross, Tone.Bad, state.ToString()),
        };

    /// <returns>The audience as a phrase.</returns>
    /// <param name="roleTitle">Returns the display name of a role.</param>
    public static string Describe(Audience audience, Func<string, string> roleTitle)
    {
        var who =
            audience.OwnersOnly ? "Owners"
            : audience.Roles.Count == 0 ? Wording.Translate("All members")
            : string.Join(", ", audience.Roles.Select(roleTitle));
        var parts = audience.Query.Select(pair => $"{pair.Key.Replace('_', ' ')}: {pair.Value}").ToList();
        if (audience.Tenants.Count > 0)
            parts.Add(Wording.Count(audience.Tenants.Count, "selected tenant"));
        return parts.Count == 0 ? $"{who} of all {Wording.Translate("tenants")} that aren't cancelled" : $"{who} · {string.Join(" · ", parts)}";
    }
}
