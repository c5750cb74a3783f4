namespace OwnerConsole.Tenants.Anonymising;

/// <summary>Tenants and people whom nobody is to know any more: the application forgets them, then the console does.</summary>
public sealed class Module : Kernel.Modules.Module;
