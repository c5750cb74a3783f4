namespace OwnerConsole.Reliability.Backups;

/// <summary>A database you can lose.</summary>
public sealed class Module : Kernel.Modules.Module;
