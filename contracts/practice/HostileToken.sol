// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// For tests of the vault: a token that does to it what no token should. It also acts for itself, so that it can be payer
/// or payee of a vault that it then calls again from within a transfer.
contract HostileToken {
    enum Ways {
        Honest,
        FalseThoughDone,
        FalseAndNothing,
        NoAnswer,
        TakesFee,
        TrueAndNothing,
        Reverts,
        BalanceLies
    }

    Ways public ways;
    mapping(address => uint256) private _held;
    address private _target;
    bytes private _call;
    bool public entered;
    bytes public entry;

    function mint(address to, uint256 amount) external {
        _held[to] += amount;
    }

    function behave(Ways next) external {
        ways = next;
    }

    /// From within the next transfer, this call is made once, by the token.
    function enter(address target, bytes calldata data) external {
        (_target, _call, entered, entry) = (target, data, false, "");
    }

    function act(address target, bytes calldata data) external {
        (bool done, bytes memory said) = target.call(data);
        if (!done) {
            assembly {
                revert(add(said, 32), mload(said))
            }
        }
    }

    function held(address holder) external view returns (uint256) {
        return _held[holder];
    }

    function balanceOf(address holder) external view returns (uint256) {
        return ways == Ways.BalanceLies ? 0 : _held[holder];
    }

    function approve(address, uint256) external pure returns (bool) {
        return true;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        return _move(msg.sender, to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        return _move(from, to, amount);
    }

    function _move(address from, address to, uint256 amount) private returns (bool) {
        _reenter();
        require(ways != Ways.Reverts, "not today");
        if (ways == Ways.FalseAndNothing) return false;
        if (ways == Ways.TrueAndNothing) return true;
        _held[from] -= amount;
        _held[to] += ways == Ways.TakesFee ? amount - amount / 100 : amount;
        if (ways == Ways.NoAnswer) {
            assembly {
                return(0, 0)
            }
        }
        return ways != Ways.FalseThoughDone;
    }

    function _reenter() private {
        if (_target == address(0)) return;
        address target = _target;
        _target = address(0);
        (entered, entry) = target.call(_call);
    }
}
