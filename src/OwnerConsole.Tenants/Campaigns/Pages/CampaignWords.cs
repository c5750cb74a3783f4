using OwnerConsole.Pure.Amounts;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Campaigns.Pages;

/// <summary>How a campaign and its waves are said on a page.</summary>
internal static class CampaignWords
{
    public static (Glyph Glyph, Tone Tone, string Word) Look(CampaignStatus status) =>
        status switch
        {
            { State: CampaignState.Stopped } => (Glyph.Stop, Tone.Plain, "Stopped"),
            { State: CampaignState.Done } => (Glyph.Check, Tone.Good, "Done"),
            { State: CampaignState.Paused } => (Glyph.Pause, Tone.Soon, "Paused"),
            { Underway: not null } => (Glyph.Pulse, Tone.Info, "Wave underway"),
            _ => (Glyph.Pulse, Tone.Info, "Running"),
        };

    public static (Glyph Glyph, Tone Tone, string Word) Look(Wave wave) =>
        wave switch
        {
            { IsUnderway: true } => (Glyph.Pulse, Tone.Info, "Underway"),
            { IsTakenBack: true } => (Glyph.Undo, Tone.Plain, "Taken back"),
            { TakenBack: > 0 } => (Glyph.Undo, Tone.Soon, $"{Wording.Number(wave.TakenBack)} taken back"),
            _ => (Glyph.Check, Tone.Good, "Moved"),
        };

    /// <returns>why nobody is moved, and what helps</returns>
    public static string Why(PauseCause cause) =>
        Wording.Say(
            cause switch
            {
                PauseCause.NewerVersion =>
                    "The version that was announced is not the one that is sold any more. The campaign goes no further, because it would move tenants to something else. Stop it, and start another.",
                PauseCause.Ceiling =>
                    "The next wave goes over what whoever started it may do alone. Resume it and start the wave by hand: it then asks for a second person.",
                PauseCause.NotAllowed =>
                    "Whoever started it isn't here any more, or may not move tenants any more. Resume it and start its waves by hand, or stop it and start another.",
                PauseCause.NothingMoves => "The wave that was due has moved nobody. Resume it, and start the next one by hand when you have seen why.",
                _ => "Somebody paused it. Nobody is moved until it is resumed.",
            }
        );

    /// <returns>with its sign, by currency; a dash where nothing moves</returns>
    public static string Change(IReadOnlyList<Money> change)
    {
        var moved = change.Where(money => money.Amount != 0).Select(money => money.Amount > 0 ? $"+{money}" : money.ToString()).ToList();
        return moved.Count == 0 ? "±0" : string.Join(", ", moved);
    }
}
