namespace OwnerConsole.Data;

/// <summary>Declared origin of a write; a trigger on every owned table rejects writes without one.</summary>
public readonly record struct WriteOrigin
{
    internal const string RunSetting = "app.run";

    private WriteOrigin(string setting, string name) => (Setting, Name) = (setting, name);

    public string Setting { get; }
    public string Name { get; }

    /// <summary>Origin for a run: <paramref name="runId"/> is the run that executes the operation.</summary>
    public static WriteOrigin Run(string runId) => new(RunSetting, runId);

    /// <summary>Origin for recorded events; the name describes the event, such as <c>tenant.report</c>.</summary>
    public static WriteOrigin Intake(string name) => new("app.intake", name);
}
