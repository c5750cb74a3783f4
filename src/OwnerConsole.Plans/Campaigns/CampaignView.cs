using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Plans.Campaigns;

/// <summary>A campaign in API responses.</summary>
/// <param name="PlanId">ID of the plan.</param>
/// <param name="Plan">Key of the plan.</param>
/// <param name="Version">Number of the version that tenants are migrated to.</param>
/// <param name="FromVersions">Numbers of the versions that tenants are migrated from; null for all older ones.</param>
/// <param name="WaveSize">Number of tenants in each wave.</param>
/// <param name="WaitHours">Hours from the end of a wave to the next one; null when waves are started manually.</param>
/// <param name="SkipOverLimit">Whether tenants that would exceed a limit are left out.</param>
/// <param name="PausedFor">Cause of the pause; null while it isn't paused.</param>
/// <param name="Tenants">Number of tenants on one of the older versions when the campaign started.</param>
/// <param name="Moved">Number of migrated tenants, excluding undone migrations.</param>
/// <param name="Left">Number of remaining tenants.</param>
/// <param name="Skipped">Number of tenants that left the plan, were cancelled or were migrated manually since the campaign started.</param>
/// <param name="Reverted">Number of undone migrations; the campaign doesn't migrate these tenants again.</param>
/// <param name="SkippedOverLimit">Number of tenants that are left out because they would exceed a limit.</param>
/// <param name="Underway">Run of the wave in progress.</param>
/// <param name="NextWaveAt">Time the next wave starts automatically; null when it is started manually.</param>
/// <param name="Waves">Waves, oldest first; omitted in lists.</param>
/// <param name="NextWave">Forecast of the next wave; null when no tenants remain, omitted in lists.</param>
/// <param name="MoveAgain">Preview request that migrates tenants whose migration was undone; null when there are none, omitted in lists.</param>
public sealed record CampaignView(
    string Id,
    string PlanId,
    string Plan,
    int Version,
    IReadOnlyList<int>? FromVersions,
    int WaveSize,
    int? WaitHours,
    bool SkipOverLimit,
    CampaignState State,
    PauseCause? PausedFor,
    long Tenants,
    long Moved,
    long Left,
    long Skipped,
    long Reverted,
    int SkippedOverLimit,
    string? Underway,
    DateTimeOffset? NextWaveAt,
    DateTimeOffset OpenedAt,
    DateTimeOffset? ClosedAt,
    IReadOnlyList<WaveView>? Waves,
    NextWaveView? NextWave,
    WavePreview? MoveAgain
)
{
    internal static CampaignView Of(
        CampaignProgress status,
        IReadOnlyList<Wave>? waves = null,
        WaveForecast? forecast = null,
        SentenceRenderer? names = null,
        bool mayMoveAgain = false
    ) =>
        new(
            status.Campaign.CampaignId,
            status.Campaign.PlanId,
            status.Campaign.Plan,
            status.Campaign.Number,
            status.Campaign.FromNumbers,
            status.Campaign.WaveSize,
            status.Campaign.WaitHours,
            status.Campaign.SkipOverLimit,
            status.State,
            status.Cause,
            status.Campaign.Tenants,
            status.Moved,
            status.Remaining,
            status.Skipped,
            status.Reverted,
            status.OverLimitTenants.Count,
            status.RunningWave,
            waves is null ? null : Wave.NextAt(status, waves),
            status.Campaign.OpenedAt,
            status.Campaign.ClosedAt,
            waves is null ? null : [.. waves.Select(WaveView.Of)],
            forecast is null || names is null ? null : NextWaveView.Of(status, forecast, names),
            mayMoveAgain ? WavePreview.OfReverted(status.Campaign) : null
        );
}

/// <summary>A wave in API responses.</summary>
/// <param name="Number">Number of the wave, from 1.</param>
/// <param name="RunId">Run of the wave. Undo this run to undo the wave.</param>
/// <param name="State">State of the run.</param>
/// <param name="Moved">Number of migrated tenants, including undone migrations.</param>
/// <param name="Reverted">Number of undone migrations.</param>
/// <param name="Skipped">Number of tenants that had changed since the preview or could not be migrated.</param>
/// <param name="Left">Skipped tenants by state, with the address that lists them and the reasons.</param>
/// <param name="MrrChange">Estimated change in MRR by currency, excluding undone migrations.</param>
/// <param name="OverLimit">Number of tenants that exceeded a limit after the migration.</param>
public sealed record WaveView(
    long Number,
    string RunId,
    RunState State,
    long Moved,
    long Reverted,
    int Skipped,
    IReadOnlyList<SkippedTenantsView> Left,
    [property: Sensitive(FieldClass.Money)] IReadOnlyList<Money> MrrChange,
    long OverLimit,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt
)
{
    internal static WaveView Of(Wave wave) =>
        new(
            wave.Number,
            wave.RunId,
            wave.State,
            wave.Moved,
            wave.Reverted,
            wave.Skipped,
            [
                .. wave.SkippedByState.Select(left => new SkippedTenantsView(
                    left.State,
                    left.Tenants,
                    $"/api/v1/runs/{wave.RunId}/lines?state={left.State.ToText()}"
                )),
            ],
            wave.Change,
            wave.OverLimit,
            wave.StartedAt,
            wave.EndedAt
        );
}

/// <summary>Forecast of the next wave, and the request that starts it.</summary>
/// <param name="Tenants">Number of tenants it would migrate.</param>
/// <param name="MrrChange">Estimated change in MRR, by currency.</param>
/// <param name="OverLimit">Ids of tenants that would exceed a limit.</param>
/// <param name="Refused">Tenants that can't be migrated, with the reasons.</param>
/// <param name="SkippedOverLimit">Ids of tenants that the campaign leaves out because they would exceed a limit.</param>
/// <param name="Preview">Body for POST /api/v1/previews. Send the resulting preview to POST /api/v1/runs to start the wave.</param>
public sealed record NextWaveView(
    int Tenants,
    [property: Sensitive(FieldClass.Money)] IReadOnlyList<Money> MrrChange,
    IReadOnlyList<string> OverLimit,
    IReadOnlyList<RefusedTenantView> Refused,
    IReadOnlyList<string> SkippedOverLimit,
    WavePreview Preview
)
{
    internal static NextWaveView Of(CampaignProgress status, WaveForecast forecast, SentenceRenderer names) =>
        new(
            forecast.Tenants,
            forecast.Change,
            forecast.OverLimit,
            [.. forecast.Refused.Select(one => new RefusedTenantView(one.TenantId, one.Why.Code, names.Text(one.Why.Sentence)))],
            status.OverLimitTenants,
            WavePreview.Of(status.Campaign)
        );
}

/// <summary>Tenants of a wave that were not migrated.</summary>
/// <param name="State">refused, skipped (changed since the preview) or failed.</param>
/// <param name="Tenants">Number of tenants in this state.</param>
/// <param name="Lines">Address that lists these tenants with the reasons.</param>
public sealed record SkippedTenantsView(RunLineState State, int Tenants, string Lines);

/// <summary>A tenant that can't be migrated.</summary>
/// <param name="Code">Code of the refusal.</param>
/// <param name="Text">The reason as a sentence.</param>
public sealed record RefusedTenantView(string TenantId, string Code, string Text);

/// <summary>Body of a preview request that starts a wave or migrates tenants again.</summary>
/// <param name="Query">Filters that select the tenants.</param>
/// <param name="Input">Input of the operation.</param>
public sealed record WavePreview(string Operation, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Input)
{
    internal static WavePreview Of(Campaign campaign) =>
        new(
            MoveToCurrentVersion.Name,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["campaign"] = campaign.CampaignId },
            new Dictionary<string, string>(StringComparer.Ordinal) { ["plan"] = campaign.Plan, ["campaign"] = campaign.CampaignId }
        );

    internal static WavePreview OfReverted(Campaign campaign) =>
        new(
            MoveToCurrentVersion.Name,
            new Dictionary<string, string>(StringComparer.Ordinal) { [RevertedTenants.Parameter] = campaign.CampaignId },
            new Dictionary<string, string>(StringComparer.Ordinal) { ["plan"] = campaign.Plan }
        );
}
