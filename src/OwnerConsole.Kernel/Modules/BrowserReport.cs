namespace OwnerConsole.Kernel.Modules;

/// <summary>Marks a route for reports that browsers send by themselves: they carry no form token and don't count as activity of a person. It must not change data.</summary>
public sealed class BrowserReport;
