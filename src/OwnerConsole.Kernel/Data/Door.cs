namespace OwnerConsole.Kernel.Data;

/// <summary>The door a write comes through; a trigger on every owned table refuses writes that name neither.</summary>
public readonly record struct Door
{
    private Door(string setting, string name) => (Setting, Name) = (setting, name);

    public string Setting { get; }
    public string Name { get; }

    /// <summary>Somebody decided: <paramref name="runId"/> is the run that carries it out.</summary>
    public static Door Run(string runId) => new("app.run", runId);

    /// <summary>Something happened and is recorded; the name says what, such as <c>tenant.report</c>.</summary>
    public static Door Intake(string name) => new("app.intake", name);
}
