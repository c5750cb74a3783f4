namespace OwnerConsole.Tenants.Profiles;

/// <summary>Ready profiles: words, meters and plans of a kind of platform, chosen at once.</summary>
public sealed class Module : Kernel.Modules.Module;
