using System.Runtime.CompilerServices;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace OwnerConsole.Tests.Docs;

/// <summary>The number of values on the evaluation stack before each instruction of a method.</summary>
internal static class StackDepths
{
    private static readonly ConditionalWeakTable<MethodDefinition, int[]> s_known = [];

    public static int[] Of(MethodDefinition method) => s_known.GetValue(method, Calculate);

    /// <returns>The number of values after an instruction.</returns>
    public static int After(MethodDefinition method, int at, int before)
    {
        var code = method.Body.Instructions[at];
        return before - Popped(method, code, before) + Pushed(code);
    }

    /// <returns>The number of values that an instruction leaves below those that it pushes.</returns>
    public static int Left(MethodDefinition method, int at, int before) => before - Popped(method, method.Body.Instructions[at], before);

    private static int[] Calculate(MethodDefinition method)
    {
        var codes = method.Body.Instructions;
        var index = codes.Select((code, at) => (code, at)).ToDictionary(pair => pair.code, pair => pair.at);
        var depths = new int[codes.Count];
        var jumped = new Dictionary<int, int>();
        foreach (var handler in method.Body.ExceptionHandlers)
            jumped[index[handler.HandlerStart]] = handler.HandlerType is ExceptionHandlerType.Catch or ExceptionHandlerType.Filter ? 1 : 0;
        foreach (var filter in method.Body.ExceptionHandlers.Where(handler => handler.FilterStart is not null))
            jumped[index[filter.FilterStart]] = 1;
        var falls = 0;
        for (var at = 0; at < codes.Count; at++)
        {
            depths[at] = jumped.GetValueOrDefault(at, falls);
            var after = After(method, at, depths[at]);
            foreach (var target in codes[at].Operand is Instruction one ? [one] : codes[at].Operand as Instruction[] ?? [])
                jumped.TryAdd(index[target], after);
            falls = codes[at].OpCode.FlowControl is FlowControl.Branch or FlowControl.Return or FlowControl.Throw ? 0 : after;
        }
        return depths;
    }

    private static int Popped(MethodDefinition method, Instruction code, int before)
    {
        switch (code.OpCode.StackBehaviourPop)
        {
            case StackBehaviour.Pop0:
                return 0;
            case StackBehaviour.Pop1 or StackBehaviour.Popi or StackBehaviour.Popref:
                return 1;
            case StackBehaviour.PopAll:
                return before;
            case StackBehaviour.Varpop when code.OpCode == OpCodes.Ret:
                return method.ReturnType.FullName == "System.Void" ? 0 : 1;
            case StackBehaviour.Varpop:
                var called = (IMethodSignature)code.Operand;
                return called.Parameters.Count + (called.HasThis && code.OpCode != OpCodes.Newobj ? 1 : 0);
            case StackBehaviour.Pop1_pop1
            or StackBehaviour.Popi_pop1
            or StackBehaviour.Popi_popi
            or StackBehaviour.Popi_popi8
            or StackBehaviour.Popi_popr4
            or StackBehaviour.Popi_popr8
            or StackBehaviour.Popref_pop1
            or StackBehaviour.Popref_popi:
                return 2;
            default:
                return 3;
        }
    }

    private static int Pushed(Instruction code) =>
        code.OpCode.StackBehaviourPush switch
        {
            StackBehaviour.Push0 => 0,
            StackBehaviour.Push1_push1 => 2,
            StackBehaviour.Varpush => ((IMethodSignature)code.Operand).ReturnType.FullName == "System.Void" ? 0 : 1,
            _ => 1,
        };
}
