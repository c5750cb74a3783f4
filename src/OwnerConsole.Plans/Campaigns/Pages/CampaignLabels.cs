using OwnerConsole.Pure.Amounts;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Plans.Campaigns.Pages;

/// <summary>Display texts for campaigns and waves.</summary>
internal static class CampaignLabels
{
    public static (Glyph Glyph, Tone Tone, string Word) Badge(CampaignProgress status) =>
        status switch
        {
            { State: CampaignState.Stopped } => (Glyph.Stop, Tone.Plain, "Stopped"),
            { State: CampaignState.Done } => (Glyph.Check, Tone.Good, "Done"),
            { State: CampaignState.Paused } => (Glyph.Pause, Tone.Soon, "Paused"),
            { RunningWave: not null } => (Glyph.Pulse, Tone.Info, "Wave in progress"),
            _ => (Glyph.Pulse, Tone.Info, "Running"),
        };

    public static (Glyph Glyph, Tone Tone, string Word) Badge(Wave wave) =>
        wave switch
        {
            { IsRunning: true } => (Glyph.Pulse, Tone.Info, "In progress"),
            { IsReverted: true } => (Glyph.Undo, Tone.Plain, "Undone"),
            { Reverted: > 0 } => (Glyph.Undo, Tone.Soon, $"{Wording.Number(wave.Reverted)} undone"),
            _ => (Glyph.Check, Tone.Good, "Done"),
        };

    /// <returns>Why the campaign is paused, and what to do.</returns>
    public static string PauseReason(PauseCause cause) =>
        Wording.Translate(
            cause switch
            {
                PauseCause.NewerVersion =>
                    "A newer version of the plan was published since this campaign started, so it no longer migrates tenants. Stop it and start a new one.",
                PauseCause.Ceiling =>
                    "The next wave exceeds what the person who started the campaign can do alone. Resume it and start the wave manually; it then needs a second approver.",
                PauseCause.NotAllowed =>
                    "The person who started the campaign left the team or can no longer migrate tenants. Resume it and start waves manually, or stop it and start a new one.",
                PauseCause.NothingMoves => "The scheduled wave migrated no tenants. Find out why, then resume the campaign and start the next wave manually.",
                _ => "Paused by a team member. No tenants are migrated until it is resumed.",
            }
        );

    /// <returns>The change with its sign, by currency; ±0 when nothing changes.</returns>
    public static string Change(IReadOnlyList<Money> change)
    {
        var moved = change.Where(money => money.Amount != 0).Select(money => money.Amount > 0 ? $"+{money}" : money.ToString()).ToList();
        return moved.Count == 0 ? "±0" : string.Join(", ", moved);
    }
}
