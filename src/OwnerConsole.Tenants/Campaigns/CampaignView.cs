using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Tenants.Campaigns;

/// <summary>A campaign as the API shows it.</summary>
/// <param name="Plan">the key of the plan</param>
/// <param name="Version">the number of the version that tenants are moved to</param>
/// <param name="FromVersions">the numbers of those that are left; null for all older ones</param>
/// <param name="WaitHours">from the end of a wave to the next; null where each is started by hand</param>
/// <param name="PausedFor">why nobody is moved; null while it isn't paused</param>
/// <param name="Tenants">that were on one of these versions when it began</param>
/// <param name="Moved">and not taken back</param>
/// <param name="Left">that it moves still</param>
/// <param name="Skipped">that left the plan, were cancelled or moved by hand meanwhile</param>
/// <param name="TakenBack">that it leaves where they are from then on</param>
/// <param name="LeftOverLimit">tenants that it leaves where they are, because they would be over a limit</param>
/// <param name="Underway">the run of a wave that has not come to its end</param>
/// <param name="NextWaveAt">when the next one begins by itself; null where somebody starts it</param>
/// <param name="Waves">the first first; left out of a list</param>
/// <param name="NextWave">what it would do if it were started now; null when nobody is left, and left out of a list</param>
/// <param name="MoveAgain">moves those taken back who are on their older version still, each by itself; null when there are none, and left out of a list</param>
public sealed record CampaignView(
    string Id,
    string PlanId,
    string Plan,
    int Version,
    IReadOnlyList<int>? FromVersions,
    int WaveSize,
    int? WaitHours,
    bool LeaveOverLimit,
    CampaignState State,
    PauseCause? PausedFor,
    long Tenants,
    long Moved,
    long Left,
    long Skipped,
    long TakenBack,
    int LeftOverLimit,
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
        CampaignStatus status,
        IReadOnlyList<Wave>? waves = null,
        Forecast? forecast = null,
        SentenceReader? names = null,
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
            status.Campaign.LeaveOverLimit,
            status.State,
            status.Cause,
            status.Campaign.Tenants,
            status.Moved,
            status.Left,
            status.Skipped,
            status.TakenBack,
            status.LeftOver.Count,
            status.Underway,
            waves is null ? null : Wave.NextAt(status, waves),
            status.Campaign.OpenedAt,
            status.Campaign.ClosedAt,
            waves is null ? null : [.. waves.Select(WaveView.Of)],
            forecast is null || names is null ? null : NextWaveView.Of(status, forecast, names),
            mayMoveAgain ? WavePreview.Again(status.Campaign) : null
        );
}

/// <summary>A wave as the API shows it.</summary>
/// <param name="RunId">it is taken back by this run's undo</param>
/// <param name="State">of the run</param>
/// <param name="Moved">whether they were taken back or not</param>
/// <param name="Skipped">that had changed when it came to them, or could not be moved</param>
/// <param name="Left">of the skipped: how many ended in each state, and where each is listed with why</param>
/// <param name="MrrChange">by how much what they pay a month moved, estimated, by currency; without those taken back</param>
/// <param name="OverLimit">how many were over a limit by it</param>
public sealed record WaveView(
    long Number,
    string RunId,
    RunState State,
    long Moved,
    long TakenBack,
    int Skipped,
    IReadOnlyList<LeftLines> Left,
    [property: Classed(FieldClass.Money)] IReadOnlyList<Money> MrrChange,
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
            wave.TakenBack,
            wave.Skipped,
            [.. wave.Left.Select(left => new LeftLines(left.State, left.Tenants, $"/api/v1/runs/{wave.RunId}/lines?state={left.State.ToText()}"))],
            wave.Change,
            wave.OverLimit,
            wave.StartedAt,
            wave.EndedAt
        );
}

/// <summary>What the next wave would do, and how it is started.</summary>
/// <param name="Tenants">that it would move</param>
/// <param name="MrrChange">by how much what they pay a month would move, estimated, by currency</param>
/// <param name="OverLimit">ids of those that would be over a limit</param>
/// <param name="Refused">those that can't be moved, with why</param>
/// <param name="LeftOverLimit">ids of those that the campaign leaves where they are, because they would be over a limit</param>
/// <param name="Preview">send this to POST /api/v1/previews, and the preview to POST /api/v1/runs</param>
public sealed record NextWaveView(
    int Tenants,
    [property: Classed(FieldClass.Money)] IReadOnlyList<Money> MrrChange,
    IReadOnlyList<string> OverLimit,
    IReadOnlyList<LeftView> Refused,
    IReadOnlyList<string> LeftOverLimit,
    WavePreview Preview
)
{
    internal static NextWaveView Of(CampaignStatus status, Forecast forecast, SentenceReader names) =>
        new(
            forecast.Tenants,
            forecast.Change,
            forecast.OverLimit,
            [.. forecast.Refused.Select(one => new LeftView(one.TenantId, one.Why.Code, names.Text(one.Why.Sentence)))],
            status.LeftOver,
            WavePreview.Of(status.Campaign)
        );
}

/// <summary>Tenants that a wave came to and left where they were.</summary>
/// <param name="State">refused, skipped because they had changed since the preview, or failed</param>
/// <param name="Lines">the address that lists them, each with why</param>
public sealed record LeftLines(LineState State, int Tenants, string Lines);

/// <param name="Code">of the refusal</param>
public sealed record LeftView(string TenantId, string Code, string Text);

/// <summary>A wave, or what it doesn't do, as a preview takes it.</summary>
public sealed record WavePreview(string Operation, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Input)
{
    internal static WavePreview Of(Campaign campaign) =>
        new(
            TakeVersion.Name,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["campaign"] = campaign.CampaignId },
            new Dictionary<string, string>(StringComparer.Ordinal) { ["plan"] = campaign.Plan, ["campaign"] = campaign.CampaignId }
        );

    internal static WavePreview Again(Campaign campaign) =>
        new(
            TakeVersion.Name,
            new Dictionary<string, string>(StringComparer.Ordinal) { [TakenBack.Named] = campaign.CampaignId },
            new Dictionary<string, string>(StringComparer.Ordinal) { ["plan"] = campaign.Plan }
        );
}
