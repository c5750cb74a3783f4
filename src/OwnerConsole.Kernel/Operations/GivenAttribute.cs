namespace OwnerConsole.Kernel.Operations;

/// <summary>A field that the page gives which opens the form, such as what is filtered by: nobody fills it in.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class GivenAttribute : Attribute;
